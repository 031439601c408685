"""Choosing an edge by where the walk came from: node2vec's p and q, and not turning back.

The probability of an edge is proportional to its weight times a factor: ``1 / p`` back to the
entity before, 1 to where an edge leads from there, ``1 / q`` elsewhere. Nothing is made for each
pair of entities; an edge is proposed by weight alone and accepted with ``factor / bound``, where
``bound`` is the highest factor, else another is proposed. That is exact, and takes few proposals
unless going back alone has a high factor. So what that factor is above those of all other edges is
set aside: one proposal in so many is to go back, whatever the weights. How many is bounded by what
the edges to any one neighbour weigh, which is known for each entity; the rest is rejected.

After as many proposals as there are edges it is cheaper to weigh every edge, which is done then.

References: A. Grover, J. Leskovec, "node2vec", KDD 2016; K. Yang et al., "KnightKing", SOSP 2019,
section 4.2, for rejection and outliers.
"""

from dataclasses import dataclass

from km_graph.reference.adjacency import Edge, Edges
from km_graph.reference.alias import total_of
from km_graph.reference.edge_lists import EdgeList
from km_graph.reference.numbers import HopNumbers, unit
from km_graph.walkers import WalkRule


@dataclass(frozen=True)
class Factors:
    """What edges are weighed by.

    Attributes:
        back: Where the edge goes back.
        near: Where an edge leads there from the entity before.
        far: Elsewhere.
        bound: What a proposal's factor is compared with.
        aside: What is set aside of ``back``.
    """

    back: float
    near: float
    far: float
    bound: float
    aside: float

    @classmethod
    def of(cls, rule: WalkRule) -> "Factors":
        """Those of a rule; nothing is set aside along a metapath, where few edges are parallel."""
        back = 1.0 / rule.p if rule.backtrack else 0.0
        far = 1.0 / rule.q
        others = max(1.0, far)
        if back <= others or len(rule.metapath):
            return cls(back, 1.0, far, max(back, others), 0.0)
        return cls(others, 1.0, far, others, back - others)


class SecondOrder:
    """Chooses among the edges of an entity; ``edges`` are all that lead away from one."""

    def __init__(self, rule: WalkRule, edges: Edges) -> None:
        self._factors = Factors.of(rule)
        self._edges = edges
        self._adjacent = rule.q != 1.0

    def choose(self, among: EdgeList, before: int, numbers: HopNumbers) -> Edge | None:
        """An edge, for a walk that came from the entity ``before``."""
        near = {neighbor for _, neighbor in self._edges(before)} if self._adjacent else set()
        for attempt in range(len(among.edges)):
            which, accept, aside = (numbers(3 * attempt + k) for k in range(3))
            dart = unit(aside) * self._all(among) - among.total * self._factors.bound
            if self._factors.aside and dart >= 0.0:
                edge = self._back(among, before, dart)
                if edge is not None:
                    return edge
                continue
            edge = among.pick(which)
            if edge is None:
                return None
            if unit(accept) * self._factors.bound < self._factor(edge, before, near):
                return edge
        return self._weigh_all(among, before, near, numbers(3 * len(among.edges)))

    def _all(self, among: EdgeList) -> float:
        return among.total * self._factors.bound + among.heaviest * self._factors.aside

    def _back(self, among: EdgeList, before: int, dart: float) -> Edge | None:
        reached = 0.0
        for i, edge in enumerate(among.edges):
            if edge[1] == before:
                reached += among.weight(i) * self._factors.aside
                if dart < reached:
                    return edge
        return None

    def _factor(self, edge: Edge, before: int, near: set[int]) -> float:
        if edge[1] == before:
            return self._factors.back
        far = self._adjacent and edge[1] not in near
        return self._factors.far if far else self._factors.near

    def _weigh_all(self, among: EdgeList, before: int, near: set[int], number: int) -> Edge | None:
        masses = [
            among.weight(i) * self._whole_factor(edge, before, near)
            for i, edge in enumerate(among.edges)
        ]
        dart, reached = unit(number) * total_of(masses), 0.0
        for mass, edge in zip(masses, among.edges, strict=True):
            reached += mass
            if dart < reached:
                return edge
        return None

    def _whole_factor(self, edge: Edge, before: int, near: set[int]) -> float:
        aside = self._factors.aside if edge[1] == before else 0.0
        return self._factor(edge, before, near) + aside
