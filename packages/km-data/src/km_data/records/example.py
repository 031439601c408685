"""Training rows: what a model is given, and what it is to write."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from km_data.records import fields


class Turn(NamedTuple):
    """An earlier exchange of a conversation."""

    user: str
    assistant: str


@dataclass(frozen=True, slots=True)
class Example:
    """A prompt and the completion to learn.

    Attributes:
        id: Of the question it was made from, with the builder's name.
        prompt: What the model is given: the last thing a user says.
        completion: What it is to write; the end-of-sequence token is added in training.
        system: What the model is told before the conversation; empty for nothing.
        history: Earlier exchanges of the conversation, first ones first.
    """

    id: str
    prompt: str
    completion: str
    system: str = ""
    history: tuple[Turn, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The record as JSON values; what is empty is left out."""
        row = {"id": self.id, "prompt": self.prompt, "completion": self.completion}
        return row | fields.conversation_to_json(self.system, self.history)

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "Example":
        """The record that ``to_json`` wrote; ValueError or TypeError says what is wrong."""
        fields.check_keys(row, cls, required=("id", "prompt", "completion"))
        return cls(
            fields.text(row, "id"),
            fields.text(row, "prompt"),
            fields.text(row, "completion"),
            *_before(row),
        )


@dataclass(frozen=True, slots=True)
class PreferenceExample:
    """A prompt with a better and a worse completion, for DPO and its kin.

    Attributes:
        id: Of the question it was made from, with the builder's name.
        prompt: What the model is given.
        chosen: The better completion.
        rejected: The worse one.
        system: What the model is told before the conversation; empty for nothing.
        history: Earlier exchanges of the conversation, first ones first.
    """

    id: str
    prompt: str
    chosen: str
    rejected: str
    system: str = ""
    history: tuple[Turn, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The record as JSON values; what is empty is left out."""
        row = {
            "id": self.id,
            "prompt": self.prompt,
            "chosen": self.chosen,
            "rejected": self.rejected,
        }
        return row | fields.conversation_to_json(self.system, self.history)

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "PreferenceExample":
        """The record that ``to_json`` wrote; ValueError or TypeError says what is wrong."""
        fields.check_keys(row, cls, required=("id", "prompt", "chosen", "rejected"))
        return cls(
            fields.text(row, "id"),
            fields.text(row, "prompt"),
            fields.text(row, "chosen"),
            fields.text(row, "rejected"),
            *_before(row),
        )


@dataclass(frozen=True, slots=True)
class RewardExample:
    """A prompt whose completions can be checked, for GRPO and its kin.

    Attributes:
        id: Of the question it was made from, with the builder's name.
        prompt: What the model is given.
        answers: The gold answers that a completion is checked against.
        aliases: Other accepted spellings of an answer.
        relation_paths: Gold relation paths in their text form, if a plan is what is checked.
        system: What the model is told before the conversation; empty for nothing.
        history: Earlier exchanges of the conversation, first ones first.
    """

    id: str
    prompt: str
    answers: tuple[str, ...] = ()
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    relation_paths: tuple[str, ...] = ()
    system: str = ""
    history: tuple[Turn, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The record as JSON values; what is empty is left out."""
        row: dict[str, Any] = {"id": self.id, "prompt": self.prompt}
        row["answers"] = list(self.answers)
        if self.aliases:
            row["aliases"] = {answer: list(names) for answer, names in self.aliases.items()}
        if self.relation_paths:
            row["relation_paths"] = list(self.relation_paths)
        return row | fields.conversation_to_json(self.system, self.history)

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "RewardExample":
        """The record that ``to_json`` wrote; ValueError or TypeError says what is wrong."""
        fields.check_keys(row, cls, required=("id", "prompt", "answers"))
        return cls(
            fields.text(row, "id"),
            fields.text(row, "prompt"),
            fields.texts(row, "answers"),
            fields.aliases(row),
            fields.texts(row, "relation_paths"),
            *_before(row),
        )


AnyExample = Example | PreferenceExample | RewardExample
"""A training row of any kind."""


def _before(row: Mapping[str, Any]) -> tuple[str, tuple[Turn, ...]]:
    """What came before the prompt: the system text and the earlier turns."""
    return fields.optional_text(row, "system"), tuple(Turn(*turn) for turn in fields.history(row))
