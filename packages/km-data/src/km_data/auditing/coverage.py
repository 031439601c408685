"""What a graph can give for questions: the ceiling of every method that walks it."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from km_data.own_graphs import graph_of
from km_data.records import Question
from km_graph.graph import KnowledgeGraph
from km_graph.paths import Groups
from km_graph.walkers import Walker

_AT_ONCE = 16


def coverage(
    graph: KnowledgeGraph, questions: Sequence[Question], *, walker: Walker, max_hops: int
) -> dict[str, Any]:
    """Shares of questions whose answers lie within so many hops of a topic, by hops.

    ``any`` counts a question with one such answer, ``all`` one with all of them in reach, and
    ``answers`` is the share of answers, averaged over questions.
    """
    asked = [q for q in questions if q.answers]
    rows = [row for q_rows in _reached(graph, asked, walker, max_hops) for row in q_rows]
    if not rows:
        return {"questions": 0}
    shares = np.array(rows).reshape(-1, max_hops)
    named = {
        "any": (shares > 0).mean(axis=0),
        "all": (shares >= 1).mean(axis=0),
        "answers": shares.mean(axis=0),
    }
    by_hops = {
        name: {str(k): round(float(value), 4) for k, value in enumerate(values, 1)}
        for name, values in named.items()
    }
    return {
        "questions": len(asked),
        **by_hops,
        "never": round(float((shares[:, -1] == 0).mean()), 4),
    }


def _reached(
    graph: KnowledgeGraph, asked: Sequence[Question], walker: Walker, max_hops: int
) -> Iterator[list[list[float]]]:
    shared = [question for question in asked if not question.triples]
    for start in range(0, len(shared), _AT_ONCE):
        yield _shares(graph, shared[start : start + _AT_ONCE], walker, max_hops)
    for question in asked:
        if question.triples:
            yield _shares(graph_of(question, graph), [question], walker, max_hops)


def _shares(
    graph: KnowledgeGraph, some: Sequence[Question], walker: Walker, max_hops: int
) -> list[list[float]]:
    """For each question the shares of its answers within 1, 2 … hops."""
    topics = Groups.of([ids_of(graph, question.topics) for question in some])
    near = walker.neighborhoods(graph, topics, hops=max_hops)
    rows = []
    for i, question in enumerate(some):
        at = slice(int(near.offsets[i]), int(near.offsets[i + 1]))
        wanted = ids_of(graph, question.answers)
        far = near.distances[at][np.isin(near.entities[at], wanted)]
        rows.append([float((far <= k).sum()) / len(set(question.answers)) for k in _hops(max_hops)])
    return rows


def _hops(max_hops: int) -> range:
    return range(1, max_hops + 1)


def ids_of(graph: KnowledgeGraph, labels: Sequence[str]) -> list[int]:
    """The ids of those labels that the graph has."""
    found = (graph.entities.get(label) for label in dict.fromkeys(labels))
    return [entity for entity in found if entity is not None]
