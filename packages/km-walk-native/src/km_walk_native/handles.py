"""One validated native handle for each graph in use, dropped with the graph."""

import weakref
from typing import NamedTuple

from km_graph.errors import InvalidQueryError
from km_graph.graph import Csr, KnowledgeGraph
from km_walk_native import _core


class _Held(NamedTuple):
    graph: weakref.ref[KnowledgeGraph]
    forward: Csr
    backward: Csr
    handle: _core.Graph

    def is_of(self, graph: KnowledgeGraph) -> bool:
        same_arrays = self.forward is graph.forward and self.backward is graph.backward
        return same_arrays and self.graph() is graph


# By id(), as graphs are compared by content and have no hash; the weak reference tells whether
# the id is still that of the same graph.
_HELD: dict[int, _Held] = {}


def handle_of(graph: KnowledgeGraph) -> _core.Graph:
    """The native handle of a graph, whose arrays are checked when it is first seen.

    Raises:
        InvalidQueryError: If an array is not what a graph's should be; names the array.
    """
    key = id(graph)
    held = _HELD.get(key)
    if held is not None and held.is_of(graph):
        return held.handle
    handle = _validated(graph)
    reference = weakref.ref(graph, lambda gone: _forget(key, gone))
    _HELD[key] = _Held(reference, graph.forward, graph.backward, handle)
    return handle


def _forget(key: int, reference: weakref.ref[KnowledgeGraph]) -> None:
    held = _HELD.get(key)
    if held is not None and held.graph is reference:
        del _HELD[key]


def _validated(graph: KnowledgeGraph) -> _core.Graph:
    try:
        return _core.Graph(
            forward_relations=graph.forward.relations,
            forward_neighbors=graph.forward.neighbors,
            forward_offsets=graph.forward.offsets,
            backward_relations=graph.backward.relations,
            backward_neighbors=graph.backward.neighbors,
            backward_offsets=graph.backward.offsets,
            n_entities=graph.n_entities,
            n_relations=graph.n_relations,
        )
    except ValueError as error:
        raise InvalidQueryError(f"the graph is damaged: {error}") from error
