"""Conversations as lists of messages, and what an example makes of them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from km_data.records.example import AnyExample, Turn

Speaker = tuple[str, str]
"""Who speaks (``system``, ``user`` or ``assistant``), and what is said."""

_NOT_TEXT = ("tools", "images", "videos", "audios")


class Asked(NamedTuple):
    """What is said before a completion."""

    prompt: str
    system: str
    history: tuple[Turn, ...]


def asked(example: AnyExample) -> list[Speaker]:
    """All that is said before the completion of an example."""
    said = [("system", example.system)] if example.system else []
    for turn in example.history:
        said += [("user", turn.user), ("assistant", turn.assistant)]
    return [*said, ("user", example.prompt)]


def understood(said: Sequence[Speaker], *, system: str = "") -> Asked:
    """What an example has of this; ``asked`` undone.

    Raises:
        ValueError: If user and assistant do not take turns.
    """
    if said and said[0][0] == "system":
        system, said = said[0][1], said[1:]
    roles = [role for role, _ in said]
    if len(said) % 2 == 0 or roles != (["user", "assistant"] * len(said))[: len(said)]:
        raise ValueError(
            f"expected user and assistant in turn, the user first, found {', '.join(roles)!r:.80}"
        )
    texts = [text for _, text in said]
    turns = zip(texts[:-1:2], texts[1::2], strict=True)
    return Asked(texts[-1], system, tuple(Turn(*turn) for turn in turns))


def answered(said: Sequence[Speaker], *, system: str = "") -> tuple[Asked, str]:
    """What comes before the last message, and that.

    Raises:
        ValueError: If user and assistant do not take turns, the assistant last.
    """
    if not said or said[-1][0] != "assistant":
        raise ValueError("expected a conversation that ends with the assistant")
    return understood(said[:-1], system=system), said[-1][1]


def speakers(
    messages: Any, key: str, *, role: str, content: str, roles: Mapping[str, str]
) -> list[Speaker]:
    """Checked messages.

    Args:
        messages: The JSON value.
        key: Where it was found.
        role: The key of who speaks.
        content: The key of what is said.
        roles: Which names speakers have.

    Raises:
        TypeError: If it is not a list of messages.
        ValueError: If somebody else speaks.
    """
    if not isinstance(messages, list):
        raise TypeError(f"expected a list of messages as {key!r}, found {messages!r:.80}")
    return [_speaker(message, key, role, content, roles) for message in messages]


def _speaker(message: Any, key: str, role: str, content: str, roles: Mapping[str, str]) -> Speaker:
    text = message.get(content) if isinstance(message, dict) else None
    if not isinstance(text, str):
        raise TypeError(
            f"expected messages with {role!r} and {content!r} as {key!r}, found {message!r:.80}"
        )
    name = message.get(role)
    if name not in roles:
        raise ValueError(f"expected {', '.join(roles)} as {role!r}, found {name!r:.80}")
    return roles[name], text


def only_text(row: Mapping[str, Any], keys: Iterable[str] = _NOT_TEXT) -> None:
    """Refuse a row that holds more than text, which an example cannot say.

    Raises:
        ValueError: If it does.
    """
    for key in keys:
        if row.get(key):
            raise ValueError(f"has {key}, and an example is only text")


def row_id(row: Mapping[str, Any], number: int) -> str:
    """The id of a row, or its number."""
    stated = row.get("id", number)
    if not isinstance(stated, str | int):
        raise TypeError(f"expected text as 'id', found {type(stated).__name__}")
    return str(stated)
