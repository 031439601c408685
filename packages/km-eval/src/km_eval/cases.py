"""A question with what a system said, the way a published script meets them."""

from collections.abc import Sequence
from typing import NamedTuple

from km_data.records import Prediction, Question

Raw = str | Sequence[str]
"""What a published script reads as the prediction: a text as a model wrote it, or a list."""


class Case(NamedTuple):
    """A question with what a system said.

    Published scorers differ in what they make of a text and of a list, so ``raw`` keeps which of
    them the file had; ``prediction.answers`` are what our own metrics score.

    Attributes:
        question: What was asked; its answers are the gold, as listed, duplicates included.
        prediction: What was answered, as a record.
        raw: What was answered, as it stood in the file, or what was extracted from it.
        gold_paths: Gold relation paths as texts, where a file brings them so.
        answer_in_graph: Whether the graph that was asked holds a gold answer, if known.
        retrieved: Names of the entities that the model was shown, if known.
        has_gold: Whether the gold answers are known; none at all may be the truth.
    """

    question: Question
    prediction: Prediction
    raw: Raw
    gold_paths: tuple[str, ...] = ()
    answer_in_graph: bool | None = None
    retrieved: tuple[str, ...] = ()
    has_gold: bool = True

    @property
    def gold(self) -> tuple[str, ...]:
        """The gold answers, as listed."""
        return self.question.answers


def raw_of(prediction: Prediction) -> Raw:
    """What a script would have read: the completion of a reader, else the answers.

    Where a prediction brings relation paths, its completion is that of a planner, in which no
    published rule finds an answer.
    """
    said = "" if prediction.relation_paths else prediction.completion
    return said or prediction.answers
