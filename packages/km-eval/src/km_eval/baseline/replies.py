"""What a server replied, checked: only a whole reply with text counts as one."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


class UnusableReplyError(Exception):
    """The server replied with JSON that holds no answer."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One usable reply.

    Attributes:
        text: What the model wrote.
        prompt_tokens: As the server counts them, 0 if it does not tell.
        tokens: How many tokens it wrote, as the server counts them, 0 if it does not tell.
        is_cut: Whether the model was stopped by the limit on tokens.
        seconds: From request to reply, retries included.
    """

    text: str
    prompt_tokens: int = 0
    tokens: int = 0
    is_cut: bool = False
    seconds: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """The reply as JSON values; ``Reply(**row)`` reads them back."""
        return asdict(self)


def read_reply(body: object, *, seconds: float = 0.0) -> Reply:
    """The reply in the JSON of a chat completion.

    Raises:
        UnusableReplyError: Saying what is wrong with it.

    Example:
        >>> read_reply({"choices": [{"message": {"content": "Paris"}}]}).text
        'Paris'
    """
    choice = _first_choice(body)
    message = choice.get("message")
    text = message.get("content") if isinstance(message, Mapping) else None
    if not isinstance(text, str) or not text.strip():
        raise UnusableReplyError(f"the reply has no text: {_refusal(message)}")
    usage = body.get("usage") if isinstance(body, Mapping) else None
    return Reply(
        text=text,
        prompt_tokens=_count(usage, "prompt_tokens"),
        tokens=_count(usage, "completion_tokens"),
        is_cut=choice.get("finish_reason") == "length",
        seconds=seconds,
    )


def _first_choice(body: object) -> Mapping[str, Any]:
    if not isinstance(body, Mapping):
        raise UnusableReplyError(f"expected a chat completion, found {body!r:.60}")
    if isinstance(body.get("error"), Mapping):
        raise UnusableReplyError(f"the server reports {body['error'].get('message')!r:.200}")
    choices = body.get("choices")
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], Mapping):
        raise UnusableReplyError("the reply has no choices")
    first: Mapping[str, Any] = choices[0]
    return first


def _refusal(message: object) -> str:
    refusal = message.get("refusal") if isinstance(message, Mapping) else None
    return f"the model refuses: {refusal!r:.120}" if refusal else "content is empty or null"


def _count(usage: object, key: str) -> int:
    value = usage.get(key) if isinstance(usage, Mapping) else None
    return value if isinstance(value, int) else 0
