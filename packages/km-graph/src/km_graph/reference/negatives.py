"""Walks like given paths that end in the wrong place."""

from collections.abc import Iterator

from km_graph.graph import KnowledgeGraph
from km_graph.paths import Groups, PathBatch
from km_graph.reference.random_walks import RandomWalks
from km_graph.reference.search import Found
from km_graph.walkers import Direction, WalkRule

_UNIFORM = WalkRule()


def negatives_of(
    graph: KnowledgeGraph,
    positives: PathBatch,
    index: int,
    answers: Groups,
    *,
    per_positive: int,
    direction: Direction,
    attempts: int,
    seed: int,
) -> Iterator[Found]:
    """The negatives of one positive: the first try of each that is as long and ends elsewhere.

    Try ``a`` of negative ``j`` of positive ``i`` is walk number
    ``(i * per_positive + j) * attempts + a``.
    """
    hops = len(positives.path_relations(index))
    start = int(positives.path_entities(index)[0])
    right = set(answers.group(int(positives.owner[index])).tolist())
    walks = RandomWalks(graph, direction, _UNIFORM, hops=hops, seed=seed)
    for negative in range(index * per_positive, (index + 1) * per_positive):
        for walk in range(negative * attempts, (negative + 1) * attempts):
            ((entities, relations),) = walks.paths(start, walk)
            if len(relations) == hops and entities[-1] not in right:
                yield entities, relations
                break
