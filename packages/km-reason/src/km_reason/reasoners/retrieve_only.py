"""The baseline without a planner: where walks from a topic end is taken for the answer."""

from collections.abc import Sequence
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from km_data.records import Prediction, Question
from km_graph.graph import KnowledgeGraph
from km_graph.graph.csr import ragged
from km_graph.paths import Groups
from km_graph.progress import SILENT, Progress
from km_graph.walkers import Walker
from km_reason.reasoners.faithfulness import paths_exist
from km_reason.reasoners.grounding import ground, timed

_BATCH = 64
_DEFAULT_HOPS = 2


class RetrieveOnlyReasoner:
    """Answers with the entities in which random walks from the topics end most often.

    Walks start at the topics with equal chance, take every edge, in either direction, with equal
    chance, and end where they come back to a topic; they have as many hops as the question, if
    that is known. So entities with many paths to them come first, and a hub gives little to each
    of its many neighbours. The chances are computed exactly. The words of the question are not
    looked at.

    Args:
        walker: Finds the evidence, one shortest path to each answer.
        hops: How far to walk; None takes the question's ``hops``, or 2 where it has none.
        max_answers: How many answers to give at most.
    """

    def __init__(
        self, walker: Walker, *, hops: int | None = None, max_answers: int | None = 10
    ) -> None:
        self.walker = walker
        self.hops = hops
        self.max_answers = max_answers

    def answer(
        self, graph: KnowledgeGraph, questions: Sequence[Question], *, progress: Progress = SILENT
    ) -> list[Prediction]:
        """One prediction for each question, in order; a question that fails has ``error`` set."""
        started = perf_counter()
        grounded = ground(graph, questions)
        done = dict(grounded.failures)
        positions = list(grounded.questions)
        with progress.task("looking around the topics", len(positions)) as advance:
            for start in range(0, len(positions), _BATCH):
                batch = positions[start : start + _BATCH]
                asked = [(grounded.questions[i], grounded.topics[i]) for i in batch]
                done.update(zip(batch, self._answer_batch(graph, asked), strict=True))
                advance(len(batch))
        return timed([done[i] for i in range(len(questions))], perf_counter() - started)

    def _answer_batch(
        self, graph: KnowledgeGraph, asked: Sequence[tuple[Question, tuple[int, ...]]]
    ) -> list[Prediction]:
        found = [self._best(graph, question, topics) for question, topics in asked]
        pairs = [
            (topics, entity)
            for (_, topics), (entities, _) in zip(asked, found, strict=True)
            for entity in entities.tolist()
        ]
        batch = self.walker.shortest_paths(
            graph,
            Groups.of([topics for topics, _ in pairs]),
            Groups.of([[entity] for _, entity in pairs]),
            max_hops=max((self._hops(question) for question, _ in asked), default=0),
            limit=1,
        )
        evidence = batch.labeled(graph)
        faithful = paths_exist(graph, batch).all() and len(batch) == len(pairs)
        predictions, at = [], 0
        for (question, _), (entities, scores) in zip(asked, found, strict=True):
            paths = tuple(evidence[at : at + len(entities)])
            at += len(entities)
            answers = tuple(graph.entities[i] for i in entities.tolist())
            predictions.append(
                Prediction(question.id, answers, tuple(scores.tolist()), paths)
                if faithful
                else Prediction(question.id, error=_unfaithful(self.walker))
            )
        return predictions

    def _best(
        self, graph: KnowledgeGraph, question: Question, topics: tuple[int, ...]
    ) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        scores = chances(graph, topics, hops=self._hops(question))
        reached = np.flatnonzero(scores)
        ranked = reached[np.lexsort((reached, -scores[reached]))][: self.max_answers]
        return ranked.astype(np.int32), scores[ranked]

    def _hops(self, question: Question) -> int:
        return self.hops or question.hops or _DEFAULT_HOPS


def chances(graph: KnowledgeGraph, topics: Sequence[int], *, hops: int) -> NDArray[np.float64]:
    """For each entity, how likely a walk of ``hops`` hops ends in it, ``(n_entities,)``.

    Only edges of entities that can be reached are looked at.
    """
    chance = np.zeros(graph.n_entities)
    chance[list(topics)] = 1 / len(topics)
    for _ in range(hops):
        chance = _spread(graph, chance)
        chance[list(topics)] = 0.0
    return chance


def _spread(graph: KnowledgeGraph, chance: NDArray[np.float64]) -> NDArray[np.float64]:
    at = np.flatnonzero(chance)
    sides = (graph.forward, graph.backward)
    degrees = [side.offsets[at + 1] - side.offsets[at] for side in sides]
    share = chance[at] / np.maximum(1, degrees[0] + degrees[1])
    spread = np.zeros(graph.n_entities)
    for side, degree in zip(sides, degrees, strict=True):
        neighbors = side.neighbors[ragged(side.offsets[at], degree)]
        spread += np.bincount(neighbors, np.repeat(share, degree), minlength=len(spread))
    return spread


def _unfaithful(walker: Walker) -> str:
    return f"{type(walker).__name__} did not return a path of the graph to each answer"
