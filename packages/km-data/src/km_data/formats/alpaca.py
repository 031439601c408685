"""Instructions as Stanford Alpaca had them, with the further keys that LLaMA-Factory reads."""

from collections.abc import Mapping
from typing import Any

from km_data.formats.contracts import Row
from km_data.formats.conversations import only_text, row_id
from km_data.records import fields
from km_data.records.example import AnyExample, Example, PreferenceExample, RewardExample, Turn


class Alpaca:
    """The example format ``alpaca``: ``instruction``, ``input``, ``output``.

    Where there are any, also ``system`` and ``history``; preferences have ``chosen`` and
    ``rejected`` instead of an output.
    """

    def to_rows(self, example: AnyExample) -> list[Row]:
        """One row, the whole prompt being the instruction."""
        if isinstance(example, RewardExample):
            raise ValueError("alpaca rows have no place for what is to be checked")  # noqa: TRY004
        row = {"id": example.id, "instruction": example.prompt, "input": ""}
        if isinstance(example, Example):
            row["output"] = example.completion
        else:
            row |= {"chosen": example.chosen, "rejected": example.rejected}
        return [row | fields.conversation_to_json(example.system, example.history)]

    def recognizes(self, row: Mapping[str, Any]) -> bool:
        """Whether there is an instruction."""
        return "instruction" in row

    def from_row(self, row: Mapping[str, Any], number: int) -> AnyExample:
        """The example, an input being on a line below its instruction; other keys are ignored."""
        only_text(row)
        more = fields.optional_text(row, "input")
        prompt = fields.text(row, "instruction") + (f"\n{more}" if more else "")
        name, system = row_id(row, number), fields.optional_text(row, "system")
        history = tuple(Turn(*turn) for turn in fields.history(row))
        if "chosen" in row and "rejected" in row:
            sides = fields.text(row, "chosen"), fields.text(row, "rejected")
            return PreferenceExample(name, prompt, *sides, system, history)
        if "output" not in row:
            raise ValueError("expected the key 'output'")
        return Example(name, prompt, fields.text(row, "output"), system, history)


ALPACA = Alpaca()
