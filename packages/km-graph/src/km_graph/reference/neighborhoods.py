"""The entities within some hops of a set of sources."""

from collections.abc import Iterable

import numpy as np

from km_graph.paths import Groups, Neighborhoods
from km_graph.reference.adjacency import Edges, distances


def neighborhoods(edges: Edges, groups: Iterable[list[int]], hops: int) -> Neighborhoods:
    """The neighbourhood of each group, nearest first, then by id."""
    entities: list[list[int]] = []
    away: list[list[int]] = []
    for sources in groups:
        found = distances(edges, sources, hops)
        order = sorted(found, key=lambda entity: (found[entity], entity))
        entities.append(order)
        away.append([found[entity] for entity in order])
    values, offsets = Groups.of(entities)
    return Neighborhoods(values, np.asarray(Groups.of(away).values), offsets)
