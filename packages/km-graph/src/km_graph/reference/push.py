"""Personalised PageRank by forward push.

Every entity touched has a residue, which is still to be spread, and a score. A push of an entity
turns the share ``restart`` of its residue into score and spreads the rest over its edges; at one
without edges the rest goes back to the sources. An entity waits its turn, first in, first out, as
soon as its residue is ``tolerance`` times its degree (1 where it has none) or more.

The order of every sum and product is part of the specification, as it decides the last bits:
shares are received edge by edge in adjacency order, and a share is
``(residue - restart * residue) / degree``.
"""

from collections import deque
from collections.abc import Iterable, Sequence

import numpy as np

from km_graph.paths import Groups
from km_graph.reference.adjacency import Edges
from km_graph.walkers.neighborhoods import Rankings


class Push:
    """The spread from one group of sources; one named twice counts once."""

    def __init__(
        self, edges: Edges, sources: Sequence[int], *, restart: float, tolerance: float
    ) -> None:
        self._edges = edges
        self._restart = restart
        self._tolerance = tolerance
        self._sources = list(dict.fromkeys(sources))
        self._residues: dict[int, float] = {}
        self._scores: dict[int, float] = {}
        self._waiting = deque[int]()
        self._waits: set[int] = set()

    def ranking(self) -> list[tuple[int, float]]:
        """The entities with their scores, best first, then by id."""
        for source in self._sources:
            self._receive(source, 1.0 / len(self._sources))
        while self._waiting:
            self._push(self._waiting.popleft())
        scored = ((entity, score) for entity, score in self._scores.items() if score > 0)
        return sorted(scored, key=lambda row: (-row[1], row[0]))

    def _push(self, entity: int) -> None:
        self._waits.remove(entity)
        residue = self._residues[entity]
        self._residues[entity] = 0.0
        kept = self._restart * residue
        self._scores[entity] = self._scores.get(entity, 0.0) + kept
        ends = [neighbor for _, neighbor in self._edges(entity)] or self._sources
        share = (residue - kept) / len(ends)
        for end in ends:
            self._receive(end, share)

    def _receive(self, entity: int, share: float) -> None:
        residue = self._residues.get(entity, 0.0) + share
        self._residues[entity] = residue
        enough = self._tolerance * max(len(self._edges(entity)), 1)
        if residue >= enough and entity not in self._waits:
            self._waits.add(entity)
            self._waiting.append(entity)


def rankings(
    edges: Edges,
    groups: Iterable[list[int]],
    *,
    restart: float,
    tolerance: float,
    limit: int | None,
) -> Rankings:
    """The ranking of each group, cut after ``limit``."""
    rows = [
        Push(edges, sources, restart=restart, tolerance=tolerance).ranking()[:limit]
        for sources in groups
    ]
    entities, offsets = Groups.of([entity for entity, _ in row] for row in rows)
    scores = np.array([score for row in rows for _, score in row], np.float64)
    return Rankings(entities, scores, offsets)
