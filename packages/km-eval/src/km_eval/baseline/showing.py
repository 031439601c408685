"""What a baseline shows beside the question: paths that lead to gold, or a neighbourhood."""

from collections.abc import Iterable, Iterator

import numpy as np

from km_data import following
from km_data.own_graphs import graph_of
from km_data.records import Question
from km_graph.graph import KnowledgeGraph
from km_graph.paths import Groups, Path
from km_graph.relation_path import Hop, RelationPath
from km_graph.walkers import PathFinder


def gold_paths(
    question: Question, graph: KnowledgeGraph, walker: PathFinder, *, limit: int
) -> tuple[Path, ...]:
    """The paths along the gold relation paths that end in gold answers, at most ``limit``.

    A question without gold relation paths gets the shortest paths to its answers.
    """
    known = graph_of(question, graph)
    found = _shortest(question, known, walker, limit)
    if question.relation_paths:
        answers = set(question.answers)
        followed = follow(question, known, question.relation_paths, walker)
        found = (path for path in followed if path.entities[-1] in answers)
    return tuple(dict.fromkeys(found))[:limit]


def follow(
    question: Question,
    graph: KnowledgeGraph,
    paths: Iterable[RelationPath],
    walker: PathFinder,
    *,
    limit: int = 1000,
) -> Iterator[Path]:
    """The paths from the topics along these relation paths, at most ``limit`` for each pair."""
    known = [path for path in paths if all(hop.relation in graph.relations for hop in path)]
    topics = [topic for topic in question.topics if topic in graph.entities]
    pairs = [(topic, path) for topic in topics for path in known]
    yield from following.follow(graph, pairs, walker=walker, limit=limit).labeled(graph)


def _shortest(
    question: Question, graph: KnowledgeGraph, walker: PathFinder, limit: int
) -> Iterator[Path]:
    topics, answers = _ids(question.topics, graph), _ids(question.answers, graph)
    if topics and answers:
        batch = walker.shortest_paths(
            graph, Groups.of([topics]), Groups.of([answers]), max_hops=4, limit=limit
        )
        yield from batch.labeled(graph)


def neighborhood(
    question: Question, graph: KnowledgeGraph, walker: PathFinder, *, hops: int, limit: int
) -> tuple[Path, ...]:
    """The triples within so many hops of the topics as paths of one hop, nearest first."""
    known = graph_of(question, graph)
    topics = Groups.of([_ids(question.topics, known)])
    if not len(topics.values):
        return ()
    near = walker.neighborhoods(known, topics, hops=hops)
    found = walker.subgraphs(known, Groups(near.entities, near.offsets))
    distance = np.zeros(known.n_entities, np.int64)
    distance[near.entities] = near.distances
    farthest = distance[found.triples[:, [0, 2]]].max(axis=1)
    nearest = found.triples[np.argsort(farthest, kind="stable")[:limit]].tolist()
    return tuple(_one_hop(known, *triple) for triple in nearest)


def _one_hop(graph: KnowledgeGraph, head: int, relation: int, tail: int) -> Path:
    labels = tuple(graph.entities.labels([head, tail]))
    return Path(labels, RelationPath([Hop(graph.relations.labels([relation])[0], False)]))


def _ids(labels: Iterable[str], graph: KnowledgeGraph) -> list[int]:
    ids: list[int] = graph.entities.ids(
        label for label in labels if label in graph.entities
    ).tolist()
    return ids
