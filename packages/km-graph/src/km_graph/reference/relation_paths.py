"""The relation paths that lead from a source to its targets, and how far each of them spreads."""

from collections.abc import Iterator
from typing import NamedTuple

from km_graph.graph import KnowledgeGraph
from km_graph.reference.adjacency import distances, edges_into, edges_of
from km_graph.reference.search import depth_first
from km_graph.walkers import Direction


class Mined(NamedTuple):
    """One relation path, with the distinct targets and entities that it reaches."""

    relations: list[int]
    hits: int
    reached: int


class RelationPathSearch:
    """The search from one source.

    A relation path is followed from set to set of entities. One that can no longer reach a
    target within ``max_hops`` is given up; ``truncated`` becomes True where one that can is given
    up for reaching more than ``max_reached`` entities.
    """

    def __init__(
        self,
        graph: KnowledgeGraph,
        source: int,
        targets: list[int],
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
        self._to_go = distances(
            edges_into(graph, direction), targets, max_hops, without=self._banned
        )
        self.truncated = False

    def __iter__(self) -> Iterator[Mined]:
        for reached, relations in depth_first({self._source}, self._expand):
            hits = sum(self._to_go.get(entity) == 0 for entity in reached[-1])
            if relations and hits:
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
            if all(self._to_go.get(entity, self._max_hops) > left for entity in ends):
                continue
            if len(ends) > self._max_reached:
                self.truncated = True
            else:
                yield relation, ends
