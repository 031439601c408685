"""Chat messages, as TRL and most training tools read them."""

from collections.abc import Mapping
from typing import Any

from km_data.formats.contracts import Row
from km_data.formats.conversations import (
    Speaker,
    answered,
    asked,
    only_text,
    row_id,
    speakers,
    understood,
)
from km_data.records import fields
from km_data.records.example import AnyExample, Example, PreferenceExample, RewardExample

_ROLES = {"system": "system", "developer": "system", "user": "user", "assistant": "assistant"}


class Chat:
    """The example format ``chat``: ``messages``; ``prompt``, ``chosen`` and ``rejected``.

    A verifiable example has its messages as ``prompt``, and what to check beside them.
    """

    def to_rows(self, example: AnyExample) -> list[Row]:
        """One row."""
        before = _messages(asked(example))
        if isinstance(example, Example):
            return [{"id": example.id, "messages": [*before, _reply(example.completion)]}]
        if isinstance(example, PreferenceExample):
            sides = {"chosen": [_reply(example.chosen)], "rejected": [_reply(example.rejected)]}
            return [{"id": example.id, "prompt": before, **sides}]
        checked = example.to_json() | {"prompt": before}
        return [{key: checked[key] for key in checked if key not in ("system", "history")}]

    def recognizes(self, row: Mapping[str, Any]) -> bool:
        """Whether there are messages."""
        return "messages" in row or isinstance(row.get("prompt"), list)

    def from_row(self, row: Mapping[str, Any], number: int) -> AnyExample:
        """The example; other keys than those of the form are passed over."""
        only_text(row)
        name = row_id(row, number)
        if "messages" in row:
            before, completion = answered(_speakers(row, "messages"))
            return Example(name, before.prompt, completion, before.system, before.history)
        before = understood(_speakers(row, "prompt"))
        if "chosen" in row or "rejected" in row:
            sides = (_only_reply(row, "chosen"), _only_reply(row, "rejected"))
            return PreferenceExample(name, before.prompt, *sides, before.system, before.history)
        if "completion" in row:
            completion = _only_reply(row, "completion")
            return Example(name, before.prompt, completion, before.system, before.history)
        if "answers" not in row:
            raise ValueError("expected the key 'messages', 'chosen' or 'answers'")
        return RewardExample(
            name,
            before.prompt,
            fields.texts(row, "answers"),
            fields.aliases(row),
            fields.texts(row, "relation_paths"),
            before.system,
            before.history,
        )


def _messages(said: list[Speaker]) -> list[Row]:
    return [{"role": role, "content": text} for role, text in said]


def _reply(text: str) -> Row:
    return {"role": "assistant", "content": text}


def _speakers(row: Mapping[str, Any], key: str) -> list[Speaker]:
    return speakers(row.get(key), key, role="role", content="content", roles=_ROLES)


def _only_reply(row: Mapping[str, Any], key: str) -> str:
    said = _speakers(row, key)
    if [role for role, _ in said] != ["assistant"]:
        raise ValueError(f"expected one message of the assistant as {key!r}")
    return said[0][1]


CHAT = Chat()
