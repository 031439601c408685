"""Preferences one side at a time, as KTO takes them."""

from collections.abc import Mapping
from typing import Any

from km_data.formats.contracts import Row
from km_data.records import fields
from km_data.records.example import AnyExample, PreferenceExample


class Kto:
    """The example format ``kto``: ``prompt``, ``completion`` and whether it is wanted, ``label``.

    It is for other tools: a row alone says no preference, so it is not read back.
    """

    def to_rows(self, example: AnyExample) -> list[Row]:
        """Two rows, the wanted completion first."""
        if not isinstance(example, PreferenceExample):
            raise ValueError("kto rows say preferences, and this example has none")  # noqa: TRY004
        before = fields.conversation_to_json(example.system, example.history)
        return [
            {"id": example.id, "prompt": example.prompt, "completion": text, "label": label}
            | before
            for text, label in ((example.chosen, True), (example.rejected, False))
        ]

    def recognizes(self, row: Mapping[str, Any]) -> bool:
        """Whether completions are marked as wanted or not."""
        return "label" in row and "prompt" in row

    def from_row(
        self,
        row: Mapping[str, Any],  # noqa: ARG002
        number: int,  # noqa: ARG002
    ) -> AnyExample:
        """Never an example."""
        raise ValueError(
            "rows with 'label' are only written; expected preferences with 'chosen' and 'rejected'"
        )


KTO = Kto()
