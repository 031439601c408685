"""The triples between the entities of each group."""

from collections.abc import Iterable, Iterator
from itertools import islice

import numpy as np

from km_graph.reference.adjacency import Edges
from km_graph.walkers.neighborhoods import Subgraphs


def subgraphs(edges: Edges, groups: Iterable[list[int]], limit: int | None) -> Subgraphs:
    """The induced subgraph of each group, cut after ``limit`` triples.

    Args:
        edges: What leads away from an entity, head to tail.
        groups: The entities.
        limit: How many triples of each group to keep.
    """
    triples: list[tuple[int, int, int]] = []
    offsets = [0]
    truncated: list[bool] = []
    for group in groups:
        rest = _triples_between(edges, set(group))
        triples += islice(rest, limit)
        offsets.append(len(triples))
        truncated.append(next(rest, None) is not None)
    rows = np.array(triples, np.int32).reshape(-1, 3)
    return Subgraphs(rows, np.array(offsets, np.int64), np.array(truncated, bool))


def _triples_between(edges: Edges, entities: set[int]) -> Iterator[tuple[int, int, int]]:
    for head in sorted(entities):
        for relation, tail in edges(head):
            if tail in entities:
                yield head, relation, tail
