"""The entities within some hops of a set of sources."""

from collections.abc import Iterable

import numpy as np

from km_graph.neighborhoods import Neighborhoods
from km_graph.paths import Groups
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
    whole = np.zeros(len(offsets) - 1, bool)
    return Neighborhoods(values, Groups.of(away).values, offsets, whole)
