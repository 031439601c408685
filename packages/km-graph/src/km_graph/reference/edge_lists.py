"""The edges among which a walk chooses, with their weights, in the order they are numbered in."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property

from km_graph.graph import KnowledgeGraph
from km_graph.reference.adjacency import Edge, edges_of, neighbors_by
from km_graph.reference.alias import Slot, alias_table, pick, total_of
from km_graph.walkers import Direction, WalkRule

EdgeLists = Callable[[int, int], "EdgeList"]
"""The edges to choose from at an entity, ``hop`` hops after the start of the path."""


@dataclass(frozen=True)
class EdgeList:
    """Edges and what each weighs; ``weights`` is None where all weigh the same."""

    edges: list[Edge]
    weights: list[float] | None

    def pick(self, number: int) -> Edge | None:
        """The edge that a number of 64 bits chooses; None where there is none to choose."""
        if not self.edges or (self.weights is not None and self.table is None):
            return None
        return self.edges[pick(number, len(self.edges), self.table)]

    def weight(self, index: int) -> float:
        """That of one edge."""
        return 1.0 if self.weights is None else self.weights[index]

    @cached_property
    def table(self) -> list[Slot] | None:
        """The alias table of the weights."""
        return None if self.weights is None else alias_table(self.weights)

    @cached_property
    def total(self) -> float:
        """What all edges weigh."""
        return float(len(self.edges)) if self.weights is None else total_of(self.weights)

    @cached_property
    def heaviest(self) -> float:
        """The most that the edges to one neighbour weigh."""
        by_neighbor: dict[int, float] = {}
        for i, (_, neighbor) in enumerate(self.edges):
            by_neighbor[neighbor] = by_neighbor.get(neighbor, 0.0) + self.weight(i)
        return max(by_neighbor.values(), default=0.0)


def edge_lists(graph: KnowledgeGraph, direction: Direction, rule: WalkRule) -> EdgeLists:
    """What a rule lets a walk choose from.

    With a metapath, the edges of one relation; else all; in adjacency order.
    """
    weigh = _weights(graph, rule)
    edges = edges_of(graph, direction)

    @cache
    def of_entity(entity: int) -> EdgeList:
        found = edges(entity)
        return EdgeList(found, weigh(entity, found))

    @cache
    def of_relation(entity: int, relation: int) -> EdgeList:
        found = [(relation, neighbor) for neighbor in neighbors_by(graph, entity, relation)]
        return EdgeList(found, weigh(entity, found))

    def along(entity: int, hop: int) -> EdgeList:
        return of_relation(entity, rule.metapath[hop % len(rule.metapath)])

    return along if len(rule.metapath) else lambda entity, _: of_entity(entity)


def _weights(
    graph: KnowledgeGraph, rule: WalkRule
) -> Callable[[int, list[Edge]], list[float] | None]:
    if rule.weights is None:
        return lambda _entity, _edges: None
    triples = map(tuple, graph.triple_ids().tolist())
    weight_of = dict(zip(triples, rule.weights.tolist(), strict=True))

    def weigh(entity: int, edges: list[Edge]) -> list[float]:
        return [
            float(weight_of[(entity, r, other) if r >= 0 else (other, ~r, entity)])
            for r, other in edges
        ]

    return weigh
