"""Relation paths by how often questions have them: what a planner must beat that reads them."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from km_data.records import Question, read_questions
from km_graph.errors import DataError
from km_graph.graph import KnowledgeGraph
from km_graph.progress import SILENT, Progress
from km_graph.relation_path import RelationPath
from km_reason.contracts import Plan


class FrequencyPlanner:
    """Proposes to every question the same: the commonest relation paths of training questions.

    A reasoner takes the first of them that the graph can execute from the topic. A question with
    several relation paths counts for each of them in part.

    Args:
        training: A question file with relation paths, JSON lines.
        most: How many to propose.

    Raises:
        DataError: If no question in it has a relation path.
    """

    def __init__(self, training: Path, *, most: int = 100) -> None:
        counts: defaultdict[RelationPath, float] = defaultdict(float)
        for question in read_questions(training):
            for path in question.relation_paths:
                counts[path] += 1 / len(question.relation_paths)
        total = sum(counts.values())
        if not total:
            raise DataError(training, "expected questions with relation paths, found none")
        ranked = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
        self.plans = [Plan(path, n / total) for path, n in ranked[:most]]

    def plan(
        self,
        graph: KnowledgeGraph,  # noqa: ARG002  (the contract's)
        questions: Sequence[Question],
        *,
        progress: Progress = SILENT,  # noqa: ARG002
    ) -> list[list[Plan]]:
        """The same proposals for each question."""
        return [list(self.plans) for _ in questions]
