"""How well the relation paths around a question explain its answers."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol

import numpy as np

from km_graph.graph import KnowledgeGraph
from km_graph.paths import Groups
from km_graph.progress import SILENT, Progress
from km_graph.relation_path import RelationPath
from km_graph.walkers import PathFinder
from km_graph.walkers.relation_path_counts import RelationPathCounts

BATCH = 64
_REMEMBERED = 1 << 16
_FEW_LABELS = 1 << 17

Find = Callable[[str], int | None]
"""The id of an entity's label, or None."""


class HasAnswers(Protocol):
    """What is needed of a question to mine it."""

    @property
    def topics(self) -> Sequence[str]:
        """Labels of the entities it is about."""
        ...

    @property
    def answers(self) -> Sequence[str]:
        """Gold answers."""
        ...


class Fit(NamedTuple):
    """How well a relation path explains the answers of a question.

    Attributes:
        relation_path: From a topic of the question.
        precision: Share of what it reaches that is an answer.
        recall: Share of the answers that it reaches.
    """

    relation_path: RelationPath
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def mine(
    graph: KnowledgeGraph,
    questions: Sequence[HasAnswers],
    *,
    walker: PathFinder,
    max_hops: int,
    progress: Progress = SILENT,
) -> list[list[Fit]]:
    """The relation paths that reach an answer of each question, best first.

    Best is the highest F1, then the fewest hops, then the fewest inverse hops, then the text in
    code-point order. With several topics, a relation path counts as it fits from the topic where
    it fits best. Topics and answers that the graph lacks are passed over; an answer it lacks
    still lowers recall.
    """
    miner = Miner(graph, walker, max_hops)
    fits: list[list[Fit]] = []
    with progress.task("mining relation paths", len(questions)) as advance:
        for start in range(0, len(questions), BATCH):
            some = questions[start : start + BATCH]
            fits += (sorted(found, key=_rank) for found in miner.fits(some))
            advance(len(some))
    return fits


class Miner:
    """Finds relation paths in one graph, and remembers the labels it has looked up."""

    def __init__(self, graph: KnowledgeGraph, walker: PathFinder, max_hops: int) -> None:
        self._graph = graph
        self._walker = walker
        self._max_hops = max_hops
        self._find = _finder(graph)
        self._path = lru_cache(_REMEMBERED)(graph.relation_path)

    def knows(self, label: str) -> bool:
        """Whether the graph has an entity of that label."""
        return self._find(label) is not None

    def fits(self, questions: Sequence[HasAnswers]) -> Iterator[list[Fit]]:
        """The relation paths of each question, in the order of the walker."""
        asked = [
            (index, topic)
            for index, question in enumerate(questions)
            for label in question.topics
            if (topic := self._find(label)) is not None
        ]
        answers = [_known(self._find, question.answers) for question in questions]
        counts = self._walker.relation_paths(
            self._graph,
            np.array([topic for _, topic in asked], np.int32),
            Groups.of([answers[index] for index, _ in asked]),
            max_hops=self._max_hops,
        )
        best: list[dict[RelationPath, Fit]] = [{} for _ in questions]
        for owner, fit in self._counted(counts, [len(questions[i].answers) for i, _ in asked]):
            known = best[asked[owner][0]]
            if fit.relation_path not in known or fit.f1 > known[fit.relation_path].f1:
                known[fit.relation_path] = fit
        yield from (list(of_question.values()) for of_question in best)

    def _counted(
        self, counts: RelationPathCounts, n_answers: Sequence[int]
    ) -> Iterator[tuple[int, Fit]]:
        relations, offsets = counts.relations.tolist(), counts.offsets.tolist()
        columns = (counts.owner.tolist(), counts.hits.tolist(), counts.reached.tolist())
        for i, (owner, hits, reached) in enumerate(zip(*columns, strict=True)):
            path = self._path(tuple(relations[offsets[i] : offsets[i + 1]]))
            yield owner, Fit(path, hits / reached, hits / n_answers[owner])


def _finder(graph: KnowledgeGraph) -> Find:
    if graph.n_entities > _FEW_LABELS:  # may be more than the memory holds
        return lru_cache(_REMEMBERED)(graph.entities.get)
    return {label: i for i, label in enumerate(graph.entities)}.get


def plainness(path: RelationPath) -> tuple[int, int, str]:
    """What a relation path is sorted by: hops, inverse hops, text."""
    return len(path), sum(hop.inverse for hop in path), str(path)


def _rank(fit: Fit) -> tuple[float, int, int, str]:
    return -fit.f1, *plainness(fit.relation_path)


def _known(find: Find, labels: Iterable[str]) -> list[int]:
    return sorted({entity for entity in map(find, labels) if entity is not None})
