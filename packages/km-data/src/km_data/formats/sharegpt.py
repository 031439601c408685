"""Conversations as ShareGPT had them, with the further keys that LLaMA-Factory reads."""

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

_NAMES = {"system": "system", "user": "human", "assistant": "gpt"}
_ROLES = {name: role for role, name in _NAMES.items()} | {"user": "user", "assistant": "assistant"}


class ShareGPT:
    """The example format ``sharegpt``: ``conversations`` of ``from`` and ``value``.

    What a model is told before stands in ``system``; preferences have ``chosen`` and ``rejected``.
    """

    def to_rows(self, example: AnyExample) -> list[Row]:
        """One row."""
        if isinstance(example, RewardExample):
            raise ValueError("sharegpt rows have no place for what is to be checked")  # noqa: TRY004
        before = [_turn(role, text) for role, text in asked(example) if role != "system"]
        row: Row = {"id": example.id, "conversations": before}
        if isinstance(example, Example):
            before.append(_turn("assistant", example.completion))
        else:
            row["chosen"] = _turn("assistant", example.chosen)
            row["rejected"] = _turn("assistant", example.rejected)
        return [row | fields.conversation_to_json(example.system, ())]

    def recognizes(self, row: Mapping[str, Any]) -> bool:
        """Whether there are conversations."""
        return "conversations" in row

    def from_row(self, row: Mapping[str, Any], number: int) -> AnyExample:
        """The example; other keys than those of the form are passed over."""
        only_text(row)
        name, system = row_id(row, number), fields.optional_text(row, "system")
        said = _speakers(row["conversations"], "conversations")
        if "chosen" in row or "rejected" in row:
            before = understood(said, system=system)
            sides = (_reply(row, "chosen"), _reply(row, "rejected"))
            return PreferenceExample(name, before.prompt, *sides, before.system, before.history)
        before, completion = answered(said, system=system)
        return Example(name, before.prompt, completion, before.system, before.history)


def _turn(role: str, text: str) -> Row:
    return {"from": _NAMES[role], "value": text}


def _speakers(messages: Any, key: str) -> list[Speaker]:
    return speakers(messages, key, role="from", content="value", roles=_ROLES)


def _reply(row: Mapping[str, Any], key: str) -> str:
    ((role, text),) = _speakers([row.get(key)], key)
    if role != "assistant":
        raise ValueError(f"expected a message of gpt as {key!r}")
    return text


SHAREGPT = ShareGPT()
