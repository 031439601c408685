"""The edges of one entity, in both directions."""

import numpy as np
from numpy.typing import NDArray

from km_graph.graph import KnowledgeGraph


def edges_of(graph: KnowledgeGraph, entity: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The signed relations and neighbours of an entity's edges, in adjacency order."""
    relations, neighbors = [], []
    for csr, inverse in ((graph.forward, False), (graph.backward, True)):
        own = csr.edges(entity)
        relations.append(~csr.relations[own] if inverse else csr.relations[own])
        neighbors.append(csr.neighbors[own])
    return np.concatenate(relations), np.concatenate(neighbors)
