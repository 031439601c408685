"""The paths in a graph along the relation paths of questions, some questions at a time."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from km_data.contracts import BuildContext
from km_data.following import follow
from km_data.records import Question
from km_graph.graph import KnowledgeGraph
from km_graph.paths import Path, PathBatch

MAX_PATHS = 50
"""The most paths that are looked at for each topic and relation path of a question."""
_BATCH = 512


class Followed(NamedTuple):
    """A question and where its relation paths lead.

    Attributes:
        question: The question.
        paths: From its topics along its relation paths, in that order.
        batch: Where the paths were found.
        indices: Which of the batch they are.
    """

    question: Question
    paths: list[Path]
    batch: PathBatch
    indices: list[int]

    def to_answers(self) -> list[tuple[int, Path]]:
        """The paths that end in a gold answer, each with its place in the batch."""
        right = set(self.question.answers)
        pairs = zip(self.indices, self.paths, strict=True)
        return [(index, path) for index, path in pairs if path.entities[-1] in right]


def followed(
    graph: KnowledgeGraph, questions: Sequence[Question], context: BuildContext
) -> Iterator[list[Followed]]:
    """The questions in order, as many at once as are followed at once."""
    with context.progress.task("following relation paths", len(questions)) as advance:
        for start in range(0, len(questions), _BATCH):
            some = questions[start : start + _BATCH]
            yield _followed(graph, some, context)
            advance(len(some))


def _followed(
    graph: KnowledgeGraph, questions: Sequence[Question], context: BuildContext
) -> list[Followed]:
    asked = [
        (index, (topic, path))
        for index, question in enumerate(questions)
        for topic in question.topics
        for path in question.relation_paths
    ]
    pairs = [pair for _, pair in asked]
    batch = follow(graph, pairs, walker=context.walker, limit=MAX_PATHS)
    indices: list[list[int]] = [[] for _ in questions]
    for i, (index, _) in enumerate(asked):
        indices[index] += batch.of_owner(i)
    return [
        Followed(question, batch.labeled(graph, its), batch, its)
        for question, its in zip(questions, indices, strict=True)
    ]
