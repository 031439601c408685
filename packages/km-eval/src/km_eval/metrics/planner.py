"""Whether the planner's first relation path is a gold one."""

from collections.abc import Mapping

from km_data.records import Prediction, Question
from km_graph.graph import KnowledgeGraph


class PlannerAccuracy:
    """``planner_accuracy`` is 1 if the first relation path of a prediction is gold, else 0.

    It is left out for questions without a gold relation path. A prediction that names no
    relation path scores 0; the report shows no figure for systems that never name one.
    """

    def score(
        self,
        question: Question,
        prediction: Prediction,
        graph: KnowledgeGraph | None,  # noqa: ARG002  (part of the contract)
    ) -> Mapping[str, float]:
        """``planner_accuracy`` as 0 or 1, or nothing."""
        if not question.relation_paths:
            return {}
        first = prediction.relation_paths[:1] if prediction.error is None else ()
        return {"planner_accuracy": float(any(path in question.relation_paths for path in first))}


PLANNER = PlannerAccuracy()
