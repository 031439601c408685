"""Our own form: the records as they are."""

from collections.abc import Mapping
from typing import Any

from km_data.formats.contracts import Row
from km_data.records.example import AnyExample, Example, PreferenceExample, RewardExample

# The key that only this kind of example has.
_KINDS: dict[str, type[Example] | type[PreferenceExample] | type[RewardExample]] = {
    "completion": Example,
    "chosen": PreferenceExample,
    "rejected": PreferenceExample,
    "answers": RewardExample,
}


class PromptCompletion:
    """The example format ``prompt-completion``: what ``km train`` reads, and TRL as well."""

    def to_rows(self, example: AnyExample) -> list[Row]:
        """The record."""
        return [example.to_json()]

    def recognizes(self, row: Mapping[str, Any]) -> bool:
        """Whether the prompt is a text, and what follows is not marked as wanted or not."""
        return isinstance(row.get("prompt"), str) and "label" not in row

    def from_row(self, row: Mapping[str, Any], number: int) -> AnyExample:  # noqa: ARG002
        """The record; unknown keys are refused, so that a misspelt one is noticed."""
        kind = next((kind for key, kind in _KINDS.items() if key in row), Example)
        return kind.from_json(row)


PROMPT_COMPLETION = PromptCompletion()
