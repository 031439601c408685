"""The native walker: the contracts of ``km_graph.walkers`` in C++."""

from typing import TYPE_CHECKING

from km_graph.lazy_names import lazy_names

if TYPE_CHECKING:
    from km_walk_native.building import graph_from_ids, graph_from_triples
    from km_walk_native.walker import NativeWalker

__all__ = ["NativeWalker", "graph_from_ids", "graph_from_triples"]

__getattr__, __dir__ = lazy_names(
    __name__,
    {"NativeWalker": "walker", "graph_from_ids": "building", "graph_from_triples": "building"},
)
