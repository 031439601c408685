"""Seeded random walks by any rule.

At each hop a walk first looks whether it restarts; else it chooses among the edges that it may
take: in constant time by weight alone (``edge_lists``), or by weight and where it came from
(``second_order``). ``numbers`` says which random numbers it has for that.
"""

from collections.abc import Iterator

from km_graph.graph import KnowledgeGraph
from km_graph.reference.adjacency import Edge, edges_of
from km_graph.reference.edge_lists import edge_lists
from km_graph.reference.numbers import HopNumbers, stream_of, unit
from km_graph.reference.search import Found
from km_graph.reference.second_order import SecondOrder
from km_graph.walkers import Direction, WalkRule


class RandomWalks:
    """The walks of one graph under one rule."""

    def __init__(
        self, graph: KnowledgeGraph, direction: Direction, rule: WalkRule, *, hops: int, seed: int
    ) -> None:
        self._rule = rule
        self._hops = hops
        self._seed = seed
        self._lists = edge_lists(graph, direction, rule)
        first_order = rule.p == 1.0 and rule.q == 1.0 and rule.backtrack
        # Along a metapath every hop has a direction of its own; then all edges are looked at.
        all_edges = edges_of(graph, "both" if len(rule.metapath) else direction)
        self._second_order = None if first_order else SecondOrder(rule, all_edges)

    def from_start(self, start: int, first: int, n_walks: int) -> Iterator[Found]:
        """The paths of the walks of one start, numbered from ``first``."""
        for walk in range(first, first + n_walks):
            yield from self.paths(start, walk)

    def paths(self, start: int, walk: int) -> Iterator[Found]:
        """The path of one walk, or its paths where it restarts."""
        stream = stream_of(self._seed, walk)
        entities, relations = [start], list[int]()
        for hop in range(self._hops):
            numbers = HopNumbers.of(stream, hop)
            if unit(numbers(-1)) < self._rule.restart:
                yield entities, relations
                entities, relations = [start], []
                continue
            edge = self._choose(entities, numbers)
            if edge is None:
                break
            relations.append(edge[0])
            entities.append(edge[1])
        yield entities, relations

    def _choose(self, entities: list[int], numbers: HopNumbers) -> Edge | None:
        among = self._lists(entities[-1], len(entities) - 1)
        if self._second_order is None or len(entities) == 1:
            return among.pick(numbers(0))
        return self._second_order.choose(among, entities[-2], numbers)
