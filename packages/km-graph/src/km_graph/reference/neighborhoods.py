"""The entities within some hops of a set of sources."""

from collections.abc import Iterable

import numpy as np

from km_graph.paths import Groups
from km_graph.reference.adjacency import Edges, distances
from km_graph.walkers.neighborhoods import Neighborhoods


def neighborhoods(
    edges: Edges, groups: Iterable[list[int]], hops: int, limit: int | None
) -> Neighborhoods:
    """The neighbourhood of each group, nearest first, then by id, cut after ``limit``."""
    entities: list[list[int]] = []
    away: list[list[int]] = []
    truncated: list[bool] = []
    for sources in groups:
        found = distances(edges, sources, hops)
        order = sorted(found, key=lambda entity: (found[entity], entity))
        kept = order[:limit]
        entities.append(kept)
        away.append([found[entity] for entity in kept])
        truncated.append(len(kept) < len(order))
    values, offsets = Groups.of(entities)
    return Neighborhoods(values, Groups.of(away).values, offsets, np.array(truncated, bool))
