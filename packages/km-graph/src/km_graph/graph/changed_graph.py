"""A graph that differs a little from another one, without copying it."""

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from km_graph.graph import KnowledgeGraph
from km_graph.graph.attributes import AttributeTable
from km_graph.graph.csr import Csr
from km_graph.graph.delta import Delta, merged
from km_graph.graph.vocabulary import Vocabulary

__all__ = ["ChangedGraph", "Delta"]


class ChangedGraph(KnowledgeGraph):
    """A base graph, and all edges of the few entities that have changed since.

    Made in time and memory of the change alone. It is a ``KnowledgeGraph`` like any other: code
    that knows nothing of changes sees ``forward`` and ``backward``, which are merged when first
    asked for. Walkers that know of them walk the base and the delta at once.

    Ids are those of the base, which its vocabularies begin with; labels the base does not have
    come after. So ids are not in the order of labels, and an entity whose last triple is gone
    keeps its id. Two such graphs of the same triples may therefore number them differently, and
    yet are equal and have one fingerprint, that of ``compacted()``.

    Args:
        base: The graph before.
        entities: Its entities, then new ones.
        relations: Its relations, then new ones.
        forward_delta: What changed, head to tail.
        backward_delta: What changed, tail to head.
    """

    if TYPE_CHECKING:
        forward: Csr
        backward: Csr
        attribute_table: AttributeTable | None

    def __init__(
        self,
        base: KnowledgeGraph,
        entities: Vocabulary,
        relations: Vocabulary,
        forward_delta: Delta,
        backward_delta: Delta,
    ) -> None:
        self.base = base
        self.entities = entities
        self.relations = relations
        self.forward_delta = forward_delta
        self.backward_delta = backward_delta

    if not TYPE_CHECKING:  # plain attributes of other graphs

        @cached_property
        def forward(self) -> Csr:
            """Adjacency head to tail, merged; O(entities + triples)."""
            return merged(self.base.forward, self.forward_delta, self.n_entities).frozen()

        @cached_property
        def backward(self) -> Csr:
            """Adjacency tail to head, merged; O(entities + triples)."""
            return merged(self.base.backward, self.backward_delta, self.n_entities).frozen()

        @cached_property
        def attribute_table(self) -> AttributeTable | None:
            """The attributes of the base; entities it does not have have none."""
            return padded(self.base.attribute_table, self.n_entities)

    @property
    def n_triples(self) -> int:
        """How many distinct triples there are."""
        offsets, changed = self.base.forward.offsets, self.forward_delta.entities
        old = changed[changed < self.base.n_entities]
        gone = int((offsets[old + 1] - offsets[old]).sum())
        return self.base.n_triples - gone + len(self.forward_delta.edges.neighbors)

    def has_edge(self, entity: int, relation: int, neighbor: int) -> bool:
        """Whether an edge exists, ids given; ``~relation`` asks for it tail to head."""
        delta = self.forward_delta if relation >= 0 else self.backward_delta
        at = int(np.searchsorted(delta.entities, entity))
        if at == len(delta.entities) or int(delta.entities[at]) != entity:
            return self.base.has_edge(entity, relation, neighbor)
        found = delta.edges.neighbors[
            delta.edges.edges(at, relation if relation >= 0 else ~relation)
        ]
        place: int | np.intp = np.searchsorted(found, neighbor)
        return bool(place < len(found)) and int(found[place]) == neighbor

    def compacted(self) -> KnowledgeGraph:
        """The same triples and attributes as a graph of their own, with the ids of an import.

        Entities whose last triple went leave with it, unless they have attributes.
        """
        from km_graph.graph.compaction import compacted  # noqa: PLC0415  # it needs this class

        return compacted(self)

    def fingerprint(self) -> str:
        """SHA-256 of the content, the same for the same statements in any order."""
        return self.compacted().fingerprint()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, KnowledgeGraph):
            return NotImplemented
        return self.compacted() == other.compacted()

    __hash__ = None  # use fingerprint() for a hash of the content


def padded(table: AttributeTable | None, n_entities: int) -> AttributeTable | None:
    """An attribute table with room for entities that have none."""
    if table is None:
        return None
    last: NDArray[np.int64] = np.full(n_entities + 1 - len(table.offsets), table.offsets[-1])
    offsets = np.concatenate([table.offsets, last])
    return replace(table, offsets=offsets)
