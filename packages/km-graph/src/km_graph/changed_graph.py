"""A graph that differs a little from another one, without copying it."""

from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from km_graph.graph import Csr, KnowledgeGraph
from km_graph.vocabulary import Vocabulary


class Delta(NamedTuple):
    """The edges, in one direction, of the entities whose edges are not those of the base.

    Attributes:
        entities: ``(n_changed,) int32``, ascending; every entity the base does not have is one.
        edges: All edges they have now; its offsets are ``(n_changed + 1,)``.
    """

    entities: NDArray[np.int32]
    edges: Csr


class ChangedGraph(KnowledgeGraph):
    """A base graph, and all edges of the few entities that have changed since.

    Made in time and memory of the change alone. It is a ``KnowledgeGraph`` like any other: code
    that knows nothing of changes sees ``forward`` and ``backward``, which are merged when first
    asked for. Walkers that know of them walk the base and the delta at once.

    Ids are those of the base, which its vocabularies begin with; labels the base does not have
    come after. So ids are not in the order of labels, and an entity whose last triple is gone
    keeps its id. Two such graphs of the same triples may therefore number them differently;
    ``KnowledgeGraph.from_triples(graph.triples())`` has the ids of an import.

    Args:
        base: The graph before.
        entities: Its entities, then new ones.
        relations: Its relations, then new ones.
        forward_delta: What changed, head to tail.
        backward_delta: What changed, tail to head.
    """

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
        self.attribute_table = base.attribute_table

    @cached_property
    def forward(self) -> Csr:  # type: ignore[override]  # a plain attribute of other graphs
        """Adjacency head to tail, merged; O(entities + triples)."""
        return _merged(self.base.forward, self.forward_delta, self.n_entities)

    @cached_property
    def backward(self) -> Csr:  # type: ignore[override]
        """Adjacency tail to head, merged; O(entities + triples)."""
        return _merged(self.base.backward, self.backward_delta, self.n_entities)


def _merged(base: Csr, delta: Delta, n_entities: int) -> Csr:
    degrees = np.zeros(n_entities, np.int64)
    degrees[: len(base.offsets) - 1] = np.diff(base.offsets)
    degrees[delta.entities] = 0
    kept = np.repeat(degrees[: len(base.offsets) - 1] > 0, np.diff(base.offsets))
    degrees[delta.entities] = np.diff(delta.edges.offsets)
    offsets = np.zeros(n_entities + 1, np.int64)
    np.cumsum(degrees, out=offsets[1:])
    changed = np.zeros(n_entities, bool)
    changed[delta.entities] = True
    of_delta = np.repeat(changed, degrees)
    columns = []
    for old, new in (
        (base.relations, delta.edges.relations),
        (base.neighbors, delta.edges.neighbors),
    ):
        column = np.empty(int(offsets[-1]), np.int32)
        column[of_delta] = new
        column[~of_delta] = old[kept]
        columns.append(column)
    return Csr(offsets, *columns)
