"""Whether a system is silent where there is no answer, and only there."""

from collections.abc import Mapping

from km_data.records import Prediction, Question
from km_graph.graph import KnowledgeGraph


class Abstention:
    """Precision and recall of answering nothing; a question without gold answers asks for it.

    ``abstention_precision`` applies where nothing is answered: 1 if there was nothing to answer.
    ``abstention_recall`` applies where there is nothing to answer: 1 if nothing is answered.
    ``abstained`` applies everywhere. A failure is no abstention.
    """

    def score(
        self,
        question: Question,
        prediction: Prediction,
        graph: KnowledgeGraph | None,  # noqa: ARG002  (part of the contract)
    ) -> Mapping[str, float]:
        """Those of the three numbers that apply."""
        abstained = prediction.error is None and not any(map(str.strip, prediction.answers))
        values = {"abstained": float(abstained)}
        if abstained:
            values["abstention_precision"] = float(not question.answers)
        if not question.answers:
            values["abstention_recall"] = float(abstained)
        return values


ABSTENTION = Abstention()
