"""The gold relation paths, as if a planner had found them: the ceiling of every planner."""

from collections.abc import Sequence

from km_data.records import Question
from km_graph.graph import KnowledgeGraph
from km_graph.progress import SILENT, Progress
from km_reason.contracts import Plan


class OraclePlanner:
    """Proposes the gold relation paths of a question, all alike; none where it has none."""

    def plan(
        self,
        graph: KnowledgeGraph,  # noqa: ARG002  (the contract's; gold paths are known without it)
        questions: Sequence[Question],
        *,
        progress: Progress = SILENT,  # noqa: ARG002  (the contract's; there is nothing to wait for)
    ) -> list[list[Plan]]:
        """The gold relation paths of each question, in their order."""
        return [
            [Plan(path, 1 / len(item.relation_paths)) for path in item.relation_paths]
            for item in questions
        ]
