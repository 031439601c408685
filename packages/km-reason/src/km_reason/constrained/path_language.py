"""The language of the paths of a graph: which token may come next after what was written."""

from collections import OrderedDict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from km_graph.graph import KnowledgeGraph
from km_graph.walkers import TrieBuilder
from km_graph.walkers.token_trie import ROOT
from km_reason.constrained.automaton import Reading, Written
from km_reason.constrained.choices import ALL_ALLOWED, Choices, Without
from km_reason.constrained.edges import edges_of
from km_reason.constrained.pieces import Pieces, Tokenize


class Walked(NamedTuple):
    """A walk as far as it is written, linked from its end to its start.

    Attributes:
        start: Where it starts.
        entity: Where it has come to.
        relation: The signed relation that led there; None at the start.
        before: The walk before that.
        hops: How many there are.
    """

    start: int
    entity: int
    relation: int | None = None
    before: "Walked | None" = None
    hops: int = 0

    def ids(self) -> tuple[list[int], list[int]]:
        """Its entities and its signed relations, from its start."""
        entities, relations, at = [], [], self
        while at.before is not None and at.relation is not None:
            entities.append(at.entity)
            relations.append(at.relation)
            at = at.before
        return [at.entity, *reversed(entities)], relations[::-1]


class _Hops(NamedTuple):
    """The hops of an entity: choice ``i`` is along ``relations[i]`` to ``entities[i]``."""

    choices: Choices
    relations: NDArray[np.int32]
    entities: NDArray[np.int32]


class PathLanguage:
    """The walks of 1 to ``max_hops`` hops of a graph, as a model writes them.

    A walk may visit an entity twice, but never comes back to its start.

    The hops of an entity become a trie when a beam first gets there, so a hub costs nothing
    until then, and questions share what is known. Parallel edges are hops of their own, inverse
    ones too.

    Args:
        graph: The graph.
        builder: Who builds tries; every walker does.
        tokenize: The tokenizer of the model, without tokens of begin and end.
        max_hops: Longest walk.
        remembered: Of how many entities the tries are kept.
    """

    def __init__(
        self,
        graph: KnowledgeGraph,
        builder: TrieBuilder,
        tokenize: Tokenize,
        *,
        max_hops: int = 3,
        remembered: int = 100_000,
    ) -> None:
        self.graph = graph
        self.max_hops = max_hops
        self._builder = builder
        self._pieces = Pieces(graph, tokenize)
        self._remembered = remembered
        self._hops: OrderedDict[int, _Hops] = OrderedDict()
        self.closing = Choices([self._pieces.close], builder)

    def around(self, topics: Sequence[int]) -> "PathConstraint":
        """The walks that start at one of these entities."""
        return PathConstraint(self, topics)

    def opening(self, topics: Sequence[int]) -> Choices:
        """The choice of a topic."""
        return Choices(self._pieces.opened(topics), self._builder)

    def hops(self, entity: int) -> _Hops:
        """The choice of a hop from an entity."""
        found = self._hops.get(entity)
        if found is None:
            relations, entities = edges_of(self.graph, entity)
            choices = Choices(self._pieces.hops(relations, entities), self._builder)
            found = self._hops[entity] = _Hops(choices, relations, entities)
            if len(self._hops) > self._remembered:
                self._hops.popitem(last=False)
        else:
            self._hops.move_to_end(entity)
        return found

    def without(self, entity: int, target: int) -> Without:
        """The hops from an entity that lead to one that is not to be visited."""
        hops = self.hops(entity)
        back = np.flatnonzero(hops.entities == target)
        if not len(back):
            return ALL_ALLOWED
        pieces = self._pieces.hops(hops.relations[back], hops.entities[back])
        tokens = [piece.tolist() for piece in pieces]
        return hops.choices.without(dict(zip(back.tolist(), tokens, strict=True)))


class PathConstraint:
    """The walks that start at some topics; see ``PathLanguage``. A ``Constraint``."""

    def __init__(self, language: PathLanguage, topics: Sequence[int]) -> None:
        self._language = language
        self._topics = [topic for topic in topics if _leads_away(language.graph, topic)]

    def start(self) -> Written[Walked] | None:
        """Before ``<PATH>``; None if no topic has an edge to another entity."""
        if not self._topics:
            return None
        return Written([Reading(self._language.opening(self._topics), self._at_topic, None)])

    def _at_topic(self, chosen: int) -> "_Place":
        return _Place(self._language, Walked(topic := self._topics[chosen], topic))


class _Place(NamedTuple):
    """Where a walk has come to."""

    language: PathLanguage
    value: Walked

    def begun(self) -> list[Reading[Walked]]:
        """To close the walk, if it has a hop, or to go on, if it may."""
        language, walked = self
        readings: list[Reading[Walked]] = []
        if walked.hops:
            readings.append(Reading(language.closing, None, self))
        if walked.hops < language.max_hops:
            without = language.without(walked.entity, walked.start)
            if ROOT not in without.states:
                choices = language.hops(walked.entity).choices
                readings.append(Reading(choices, self._along, self, without))
        return readings

    def _along(self, chosen: int) -> "_Place":
        language, walked = self
        hops = language.hops(walked.entity)
        entity, relation = int(hops.entities[chosen]), int(hops.relations[chosen])
        reached = Walked(walked.start, entity, relation, walked, walked.hops + 1)
        return _Place(language, reached)


def _leads_away(graph: KnowledgeGraph, entity: int) -> bool:
    return bool((edges_of(graph, entity)[1] != entity).any())
