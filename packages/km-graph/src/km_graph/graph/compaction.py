"""A changed graph as a graph of its own: labels in order, gone entities left out."""

from bisect import bisect_left
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from km_graph.graph import KnowledgeGraph
from km_graph.graph.attributes import AttributeTable
from km_graph.graph.changed_graph import ChangedGraph
from km_graph.graph.csr import Csr, ragged
from km_graph.graph.delta import Delta, Mask
from km_graph.graph.vocabulary import Vocabulary


def compacted(graph: ChangedGraph) -> KnowledgeGraph:
    """What ``ChangedGraph.compacted`` gives; O(entities + triples), only what changed is sorted.

    Ids keep their order but for new labels, which find their place among the others. So the
    edges of unchanged entities are renumbered where they stand.
    """
    entity_order = _order(graph.entities, len(graph.base.entities), _entities_to_keep(graph))
    relation_order = _order(graph.relations, len(graph.base.relations), _relations_to_keep(graph))
    entity_ids = _ids(entity_order, graph.n_entities)
    relation_ids = _ids(relation_order, graph.n_relations)
    forward, backward = (
        _renumbered(csr, delta, entity_order, entity_ids, relation_ids)
        for csr, delta in (
            (graph.forward, graph.forward_delta),
            (graph.backward, graph.backward_delta),
        )
    )
    entities = _chosen(graph.entities, entity_order)
    table = _reordered(graph.attribute_table, entity_order)
    return KnowledgeGraph(
        entities, _chosen(graph.relations, relation_order), forward, backward, table
    )


def _entities_to_keep(graph: ChangedGraph) -> Mask:
    keep = (np.diff(graph.forward.offsets) + np.diff(graph.backward.offsets)) > 0
    base = graph.base
    keep[: base.n_entities] |= (
        np.diff(base.forward.offsets) + np.diff(base.backward.offsets)
    ) == 0  # it never had an edge that could go
    if graph.attribute_table is not None:
        keep |= np.diff(graph.attribute_table.offsets) > 0
    return keep


def _relations_to_keep(graph: ChangedGraph) -> Mask:
    keep = np.bincount(graph.forward.relations, minlength=graph.n_relations) > 0
    n_base = graph.base.n_relations
    keep[:n_base] |= np.bincount(graph.base.forward.relations, minlength=n_base) == 0
    return keep


def _order(labels: Vocabulary, n_base: int, keep: Mask) -> NDArray[np.int64]:
    """The old ids that are kept, in the order of their labels."""
    old = np.flatnonzero(keep[:n_base])
    new = sorted((np.flatnonzero(keep[n_base:]) + n_base).tolist(), key=labels.__getitem__)
    places = [bisect_left(range(n_base), labels[i], key=labels.__getitem__) for i in new]
    order: NDArray[np.int64] = np.insert(old, np.searchsorted(old, places), new)
    return order


def _ids(order: NDArray[np.int64], n: int) -> NDArray[np.int32]:
    """By old id the new one."""
    ids = np.full(n, -1, np.int32)
    ids[order] = np.arange(len(order), dtype=np.int32)
    return ids


def _chosen(labels: Vocabulary, order: NDArray[np.int64]) -> Vocabulary:
    lengths = np.diff(labels.offsets)[order]
    offsets = np.zeros(len(order) + 1, np.int64)
    np.cumsum(lengths, out=offsets[1:])
    breaks = np.flatnonzero(np.diff(order) != 1) + 1
    runs = pairwise([0, *breaks.tolist(), len(order)]) if len(order) else ()
    blob = labels.blob
    at = labels.offsets
    parts = [blob[int(at[order[a]]) : int(at[order[b - 1] + 1])] for a, b in runs]
    return Vocabulary(b"".join(parts), offsets, kind=labels.kind)


def _renumbered(
    csr: Csr,
    delta: Delta,
    order: NDArray[np.int64],
    entity_ids: NDArray[np.int32],
    relation_ids: NDArray[np.int32],
) -> Csr:
    degrees = np.diff(csr.offsets)[order]
    offsets = np.zeros(len(order) + 1, np.int64)
    np.cumsum(degrees, out=offsets[1:])
    index = ragged(csr.offsets[order], degrees)
    relations, neighbors = relation_ids[csr.relations[index]], entity_ids[csr.neighbors[index]]
    # A new label stands only at edges of changed entities: no others can be out of order.
    changed = entity_ids[delta.entities]
    changed = np.sort(changed[changed >= 0])
    moved = ragged(offsets[changed], degrees[changed])
    owners = np.repeat(changed, degrees[changed])
    by = moved[np.lexsort((neighbors[moved], relations[moved], owners))]
    relations[moved], neighbors[moved] = relations[by], neighbors[by]
    return Csr(offsets, relations, neighbors)


def _reordered(table: AttributeTable | None, order: NDArray[np.int64]) -> AttributeTable | None:
    """The attributes by new ids: entities that have some are kept, and in order."""
    if table is None:
        return None
    offsets = np.zeros(len(order) + 1, np.int64)
    np.cumsum(np.diff(table.offsets)[order], out=offsets[1:])
    return replace(table, offsets=offsets)
