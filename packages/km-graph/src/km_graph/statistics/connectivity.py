"""Which entities hang together, directions ignored."""

import numpy as np
from numpy.typing import NDArray

from km_graph.graph import KnowledgeGraph


def components(graph: KnowledgeGraph) -> NDArray[np.int32]:
    """For every entity the least entity id it is connected to, directions ignored.

    Labels sink to the least along edges and then along their own pointers, so the number of
    rounds grows with the logarithm of the longest chain and not with its length.
    """
    heads, tails = graph.forward.sources(), graph.forward.neighbors
    label = np.arange(graph.n_entities, dtype=np.int32)
    while True:
        ends = label[heads], label[tails]
        apart = ends[0] != ends[1]
        if not apart.any():
            return label
        heads, tails = heads[apart], tails[apart]  # what has met once stays together
        low, high = np.minimum(*ends)[apart], np.maximum(*ends)[apart]
        np.minimum.at(label, high, low)
        while ((further := label[label]) != label).any():
            label = further
