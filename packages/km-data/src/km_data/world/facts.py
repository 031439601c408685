"""Triples to be followed and edited, a few at a time."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from km_graph.graph import Triple
from km_graph.relation_path import Hop, RelationPath

_Step = tuple[str, Hop]


class Edit(NamedTuple):
    """A change of a graph.

    Attributes:
        removed: Triples it loses.
        added: Triples it gains.
    """

    removed: tuple[Triple, ...] = ()
    added: tuple[Triple, ...] = ()


class Followed(NamedTuple):
    """Where a relation path leads.

    Attributes:
        answers: What it ends in, sorted.
        edges: For each hop the triples walked over, dead ends too, sorted.
    """

    answers: tuple[str, ...]
    edges: tuple[tuple[Triple, ...], ...]

    @property
    def triples(self) -> set[Triple]:
        """The triples of all hops."""
        return {triple for edges in self.edges for triple in edges}


class Facts:
    """Triples by where one stands and the hop one takes.

    Example:
        >>> facts = Facts.of([("Japan", "capital", "Tokyo")])
        >>> facts.follow("Tokyo", RelationPath.parse("^capital")).answers
        ('Japan',)
    """

    def __init__(self, ends: Mapping[_Step, frozenset[str]]) -> None:
        self._ends = ends

    @classmethod
    def of(cls, triples: Iterable[tuple[str, str, str]]) -> "Facts":
        """The facts that these triples state."""
        ends: dict[_Step, set[str]] = {}
        for head, relation, tail in triples:
            ends.setdefault((head, Hop(relation, False)), set()).add(tail)
            ends.setdefault((tail, Hop(relation, True)), set()).add(head)
        return cls({step: frozenset(found) for step, found in ends.items()})

    def edited(self, edit: Edit) -> "Facts":
        """The facts after a change."""
        ends = dict(self._ends)
        for triples, change in (
            (edit.removed, frozenset.difference),
            (edit.added, frozenset.union),
        ):
            for head, relation, tail in triples:
                for start, end, inverse in ((head, tail, False), (tail, head, True)):
                    step = (start, Hop(relation, inverse))
                    ends[step] = change(ends.get(step, frozenset()), {end})
        return Facts(ends)

    def ends(self, entity: str, hop: Hop) -> frozenset[str]:
        """What a hop leads to from an entity."""
        return self._ends.get((entity, hop), frozenset())

    def starts(self, hop: Hop) -> list[str]:
        """The entities that have a hop, sorted."""
        return self._starts.get(hop, [])

    def stated_of(self, entity: str) -> list[Triple]:
        """The triples with an entity as their head, sorted."""
        hops = self._hops.get(entity, ())
        return sorted(
            Triple(entity, hop.relation, tail) for hop in hops for tail in self.ends(entity, hop)
        )

    @cached_property
    def _starts(self) -> dict[Hop, list[str]]:
        starts: dict[Hop, list[str]] = {}
        for entity, hop in sorted(step for step, ends in self._ends.items() if ends):
            starts.setdefault(hop, []).append(entity)
        return starts

    @cached_property
    def _hops(self) -> dict[str, list[Hop]]:
        hops: dict[str, list[Hop]] = {}
        for entity, hop in self._ends:
            if not hop.inverse:
                hops.setdefault(entity, []).append(hop)
        return hops

    def follow(self, topic: str, path: RelationPath) -> Followed:
        """Where a path leads that never comes back to its topic."""
        frontier = {topic}
        edges: list[tuple[Triple, ...]] = []
        for hop in path:
            walked = [(a, b) for a in frontier for b in self.ends(a, hop) if b != topic]
            edges.append(tuple(sorted(triple_of(a, hop, b) for a, b in walked)))
            frontier = {b for _, b in walked}
        return Followed(tuple(sorted(frontier)), tuple(edges))


def triple_of(start: str, hop: Hop, end: str) -> Triple:
    """The triple that a hop walks over."""
    head, tail = (end, start) if hop.inverse else (start, end)
    return Triple(head, hop.relation, tail)
