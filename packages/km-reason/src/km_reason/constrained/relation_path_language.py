"""The language of relation paths that a graph can execute, for planners that cannot be wrong.

A relation path is executable from some topics if at least one walk follows it from one of them
and never comes back there.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from km_data.prompts import PATH_END, planning_completion
from km_graph.graph import KnowledgeGraph
from km_graph.graph.csr import ragged
from km_graph.relation_path import Hop, RelationPath
from km_graph.walkers import TrieBuilder
from km_reason.constrained.automaton import Reading, Written
from km_reason.constrained.choices import Choices
from km_reason.constrained.pieces import Tokenize, following

Relations = tuple[int, ...]


class RelationPathLanguage:
    """All relation paths of 1 to ``max_hops`` hops that a graph can execute, as planners write.

    Args:
        graph: The graph.
        builder: Who builds tries; every walker does.
        tokenize: The tokenizer of the model, without tokens of begin and end.
        max_hops: Longest relation path.
    """

    def __init__(
        self, graph: KnowledgeGraph, builder: TrieBuilder, tokenize: Tokenize, *, max_hops: int = 3
    ) -> None:
        self.graph = graph
        self.max_hops = max_hops
        self._builder = builder
        self._tokenize = tokenize
        self._choices: dict[tuple[bool, Relations], Choices] = {}
        self.closing = Choices(following(tokenize, [PATH_END]), builder)

    def around(self, topics: Sequence[int]) -> "RelationPathConstraint":
        """The relation paths that can be followed from at least one of these entities."""
        return RelationPathConstraint(self, topics)

    def hops(self, relations: Relations, *, first: bool) -> Choices:
        """The choice of a hop, the first of a path or a later one."""
        key = (first, relations)
        if key not in self._choices:
            texts = [self._text(relation, first=first) for relation in relations]
            rows = self._tokenize(texts) if first else following(self._tokenize, texts)
            arrays = [np.asarray(row, np.int32) for row in rows]
            self._choices[key] = Choices(arrays, self._builder)
        return self._choices[key]

    def _text(self, relation: int, *, first: bool) -> str:
        hop = Hop(self.graph.relations[max(relation, ~relation)], relation < 0)
        alone = planning_completion(RelationPath([hop])).removesuffix(PATH_END)
        if first:
            return alone
        twice = planning_completion(RelationPath([hop, hop])).removesuffix(PATH_END)
        return twice.removeprefix(alone)


class RelationPathConstraint:
    """The relation paths that some topics can be left by. A ``Constraint``."""

    def __init__(self, language: RelationPathLanguage, topics: Sequence[int]) -> None:
        self.language = language
        ids = np.unique(np.asarray(topics, np.int64))
        self._start = _Frontier(language, (), ids, ids)

    def start(self) -> Written[Relations] | None:
        """Before ``<PATH>``; None if no topic has an edge."""
        readings = self._start.begun()
        return Written(readings) if readings else None


class _Edges(NamedTuple):
    """Signed relation, entity and topic of every edge onwards that does not lead back."""

    relations: NDArray[np.int32]
    entities: NDArray[np.int32]
    topics: NDArray[np.int64]


class _Frontier(NamedTuple):
    """What a relation path reaches: entities, each with the topic that it is reached from."""

    language: RelationPathLanguage
    value: Relations
    entities: NDArray[np.int64]
    topics: NDArray[np.int64]

    def begun(self) -> list[Reading[Relations]]:
        """To close the path, if it has a hop, or to go on, if the graph does."""
        language, path = self.language, self.value
        readings: list[Reading[Relations]] = []
        if path:
            readings.append(Reading(language.closing, None, self))
        if len(path) < language.max_hops:
            edges = self._edges()
            found = tuple(np.unique(edges.relations).tolist())
            if found:
                choices = language.hops(found, first=not path)
                readings.append(Reading(choices, lambda i: self._along(found[i], edges), self))
        return readings

    def _along(self, relation: int, edges: _Edges) -> "_Frontier":
        on = edges.relations == relation
        pairs = np.column_stack([edges.entities[on], edges.topics[on]])
        reached = np.unique(pairs, axis=0)
        path = (*self.value, relation)
        return _Frontier(self.language, path, reached[:, 0], reached[:, 1])

    def _edges(self) -> _Edges:
        found = []
        graph = self.language.graph
        for csr, inverse in ((graph.forward, False), (graph.backward, True)):
            starts = csr.offsets[self.entities]
            counts = csr.offsets[self.entities + 1] - starts
            at = ragged(starts, counts)
            topics = np.repeat(self.topics, counts)
            away = csr.neighbors[at] != topics
            signed = ~csr.relations[at] if inverse else csr.relations[at]
            found.append((signed[away], csr.neighbors[at][away], topics[away]))
        return _Edges(*map(np.concatenate, zip(*found, strict=True)))
