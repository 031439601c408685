"""Whether paths are in the graph, asked of the graph itself and not of who found them."""

import numpy as np
from numpy.typing import NDArray

from km_graph.graph import KnowledgeGraph
from km_graph.graph.csr import Csr
from km_graph.paths import PathBatch


def paths_exist(graph: KnowledgeGraph, batch: PathBatch) -> NDArray[np.bool_]:
    """For each path of a batch, whether every one of its edges is a triple of the graph."""
    hops = np.diff(batch.offsets)
    path = np.repeat(np.arange(len(batch)), hops)
    at = np.arange(len(batch.relations)) + path  # a path has one entity more than it has hops
    there = edges_exist(graph, batch.entities[at], batch.relations, batch.entities[at + 1])
    faithful: NDArray[np.bool_] = np.bincount(path[~there], minlength=len(batch)) == 0
    return faithful


def edges_exist(
    graph: KnowledgeGraph,
    entities: NDArray[np.int32],
    relations: NDArray[np.int32],
    neighbors: NDArray[np.int32],
) -> NDArray[np.bool_]:
    """For each edge, given as ids with ``~r`` for tail to head, whether the graph has it."""
    inverse = relations < 0
    heads = np.where(inverse, neighbors, entities)
    tails = np.where(inverse, entities, neighbors)
    return _triples_exist(graph.forward, heads, np.where(inverse, ~relations, relations), tails)


def _triples_exist(
    forward: Csr,
    heads: NDArray[np.int32],
    relations: NDArray[np.int32],
    tails: NDArray[np.int32],
) -> NDArray[np.bool_]:
    """Binary search for all triples at once, each among the ordered edges of its head."""
    low, end = forward.offsets[heads], forward.offsets[heads.astype(np.int64) + 1]
    high = end.copy()
    while (searching := low < high).any():
        middle = np.where(searching, (low + high) // 2, 0)
        relation, tail = forward.relations[middle], forward.neighbors[middle]
        before = (relation < relations) | ((relation == relations) & (tail < tails))
        low = np.where(searching & before, middle + 1, low)
        high = np.where(searching & ~before, middle, high)
    found: NDArray[np.bool_] = low < end
    at = low[found]
    found[found] = (forward.relations[at] == relations[found]) & (
        forward.neighbors[at] == tails[found]
    )
    return found
