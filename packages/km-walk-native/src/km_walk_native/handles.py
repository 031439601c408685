"""One validated native handle for each graph in use, dropped with the graph."""

import weakref
from typing import NamedTuple, TypeGuard

import numpy as np
from numpy.typing import NDArray

from km_graph.errors import InvalidQueryError
from km_graph.graph import KnowledgeGraph
from km_graph.graph.changed_graph import ChangedGraph, Delta
from km_walk_native import _core


class _Held(NamedTuple):
    graph: weakref.ref[KnowledgeGraph]
    parts: tuple[object, ...]
    handle: _core.Graph

    def is_of(self, graph: KnowledgeGraph) -> bool:
        if self.graph() is not graph:
            return False
        return all(a is b for a, b in zip(self.parts, _parts(graph), strict=True))


# By id(), as graphs are compared by content and have no hash; the weak reference tells whether
# the id is still that of the same graph.
_HELD: dict[int, _Held] = {}


def handle_of(graph: KnowledgeGraph) -> _core.Graph:
    """The native handle of a graph, whose arrays are checked when it is first seen.

    A changed graph is not merged: its handle is that of its base with the changes beside it.

    Raises:
        InvalidQueryError: If an array is not what a graph's should be; names the array.
    """
    key = id(graph)
    held = _HELD.get(key)
    if held is not None and held.is_of(graph):
        return held.handle
    handle = _validated(graph)
    reference = weakref.ref(graph, lambda gone: _forget(key, gone))
    _HELD[key] = _Held(reference, _parts(graph), handle)
    return handle


def _parts(graph: KnowledgeGraph) -> tuple[object, ...]:
    if _is_overlay(graph):
        return graph.base, graph.forward_delta, graph.backward_delta
    return graph.forward, graph.backward


def _is_overlay(graph: KnowledgeGraph) -> TypeGuard[ChangedGraph]:
    # Changes of a graph that has changed itself are rare, and merged.
    return isinstance(graph, ChangedGraph) and not isinstance(graph.base, ChangedGraph)


def _forget(key: int, reference: weakref.ref[KnowledgeGraph]) -> None:
    held = _HELD.get(key)
    if held is not None and held.graph is reference:
        del _HELD[key]


def _validated(graph: KnowledgeGraph) -> _core.Graph:
    try:
        return _changed(graph) if _is_overlay(graph) else _plain(graph)
    except InvalidQueryError:
        raise
    except ValueError as error:
        raise InvalidQueryError(f"the graph is damaged: {error}") from error


def _plain(graph: KnowledgeGraph) -> _core.Graph:
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


def _changed(graph: ChangedGraph) -> _core.Graph:
    return _core.changed_graph(
        handle_of(graph.base),
        forward_delta=_arrays(graph.forward_delta),
        backward_delta=_arrays(graph.backward_delta),
        n_entities=graph.n_entities,
        n_relations=graph.n_relations,
    )


def _arrays(
    delta: Delta,
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]:
    edges = delta.edges
    return delta.entities, edges.relations, edges.neighbors, edges.offsets
