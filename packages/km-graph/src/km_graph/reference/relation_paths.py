"""The relation paths that lead on from a source, and how far each of them spreads."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from km_graph.graph import KnowledgeGraph
from km_graph.paths import Groups
from km_graph.reference.adjacency import distances, edges_into, edges_of
from km_graph.reference.search import depth_first
from km_graph.walkers import Direction
from km_graph.walkers.relation_path_counts import RelationPathCounts


class Mined(NamedTuple):
    """One relation path, with the distinct targets and entities that it reaches."""

    relations: list[int]
    hits: int
    reached: int


class RelationPathSearch:
    """The search from one source.

    A relation path is followed from set to set of entities. Where there are targets, one that can
    no longer reach any within ``max_hops`` is given up. ``truncated`` becomes True where another
    one is given up for reaching more than ``max_reached`` entities.
    """

    def __init__(
        self,
        graph: KnowledgeGraph,
        source: int,
        targets: list[int] | None,
        *,
        max_hops: int,
        direction: Direction,
        allow_return: bool,
        max_reached: int,
    ) -> None:
        self._edges = edges_of(graph, direction)
        self._source = source
        self._max_hops = max_hops
        self._max_reached = max_reached
        self._banned = None if allow_return else source
        self._to_go: dict[int, int] | None = None
        if targets is not None:
            back = edges_into(graph, direction)
            self._to_go = distances(back, targets, max_hops, without=self._banned)
        self.truncated = False

    def __iter__(self) -> Iterator[Mined]:
        for reached, relations in depth_first({self._source}, self._expand):
            to_go = self._to_go
            hits = 0 if to_go is None else sum(to_go.get(entity) == 0 for entity in reached[-1])
            if relations and (hits or to_go is None):
                yield Mined(relations, hits, len(reached[-1]))

    def _expand(self, path: list[set[int]]) -> Iterator[tuple[int, set[int]]]:
        left = self._max_hops - len(path)
        if left < 0:
            return
        reached: dict[int, set[int]] = {}
        for entity in path[-1]:
            for relation, neighbor in self._edges(entity):
                if neighbor != self._banned:
                    reached.setdefault(relation, set()).add(neighbor)
        for relation in sorted(reached, key=lambda r: (r < 0, abs(r))):
            ends = reached[relation]
            if not self._can_end(ends, left):
                continue
            if len(ends) > self._max_reached:
                self.truncated = True
            else:
                yield relation, ends

    def _can_end(self, entities: set[int], left: int) -> bool:
        """Whether a target is near enough to one of these."""
        to_go = self._to_go
        if to_go is None:
            return True
        return any(to_go.get(entity, self._max_hops) <= left for entity in entities)


def counts_of(searches: Iterable[RelationPathSearch]) -> RelationPathCounts:
    """What the searches find, one owner each."""
    found: list[tuple[int, Mined]] = []
    truncated: list[bool] = []
    for owner, search in enumerate(searches):
        found += ((owner, mined) for mined in search)
        truncated.append(search.truncated)
    relations, offsets = Groups.of(mined.relations for _, mined in found)
    return RelationPathCounts(
        relations,
        offsets,
        np.array([owner for owner, _ in found], np.int32),
        np.array([mined.hits for _, mined in found], np.int32),
        np.array([mined.reached for _, mined in found], np.int32),
        np.array(truncated, bool),
    )
