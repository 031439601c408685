"""The ceiling of retrieval: the gold relation paths are followed."""

from km_graph.walkers import Walker
from km_reason.planners.oracle import OraclePlanner
from km_reason.reasoners.plan_retrieve import PlanRetrieveReasoner


class OraclePathReasoner(PlanRetrieveReasoner):
    """Plan, retrieve, reason with the gold relation paths; no answer where a question has none.

    Args:
        walker: Follows them.
        top_paths: How many of a question's relation paths to answer from.
        max_evidence: How many paths to show for each answer.
        max_answers: How many answers to give at most; None for all.
    """

    def __init__(
        self,
        walker: Walker,
        *,
        top_paths: int = 1,
        max_evidence: int = 1,
        max_answers: int | None = None,
    ) -> None:
        super().__init__(
            OraclePlanner(),
            walker,
            top_paths=top_paths,
            max_evidence=max_evidence,
            max_answers=max_answers,
        )
