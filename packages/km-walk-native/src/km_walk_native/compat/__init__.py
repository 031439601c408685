"""The functions of the package graph-walker 1.0.6, for networkx graphs.

``import km_walk_native.compat as walker`` in place of ``import walker`` is all that changes.
Arguments and arrays are the same, but for these:

- ``seed`` decides all that is random (0 where it is not given).
- A walk that can go no further ends there; what is left of its row is -1, where graph-walker
  repeats the last node. Walks are ``int32``, so that they can say so.
- A restart may also happen where a walk could go no further, and together with ``p`` and ``q``.
- ``corrupt`` tells of every pair of nodes whether an edge joins them; graph-walker says no wherever
  it has put in a node.
- ``verbose`` says nothing; the log has it.
- ``prepare`` keeps what is made of a graph, for several calls.
"""

from km_walk_native.compat.corruption import corrupt, corrupted_random_walks
from km_walk_native.compat.prepared_graph import PreparedGraph, prepare
from km_walk_native.compat.walks import random_walks

__all__ = ["PreparedGraph", "corrupt", "corrupted_random_walks", "prepare", "random_walks"]
