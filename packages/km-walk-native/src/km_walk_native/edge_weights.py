"""The tables that weighted walks draw from, made once for each array of weights in use."""

import weakref
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from km_graph.graph import KnowledgeGraph
from km_graph.walkers import Direction, WalkRule
from km_graph.walkers.queries import check_weights
from km_walk_native import _core
from km_walk_native.calls import called
from km_walk_native.handles import handle_of


class _Kind(NamedTuple):
    direction: Direction
    lists: str
    keep: bool


class _Held(NamedTuple):
    weights: weakref.ref[NDArray[np.floating]]
    tables: dict[_Kind, _core.EdgeWeights]


# By id() of the array; the weak reference tells whether the id is still that of the same one.
_HELD: weakref.WeakKeyDictionary[_core.Graph, dict[int, _Held]] = weakref.WeakKeyDictionary()


def edge_weights_of(
    graph: KnowledgeGraph, direction: Direction, rule: WalkRule, threads: int
) -> _core.EdgeWeights | None:
    """What walks by a rule draw from; None where all edges weigh the same.

    Raises:
        InvalidQueryError: If the weights are not one finite number of 0 or more for each triple.
    """
    if rule.weights is None:
        return None
    handle = handle_of(graph)
    kind = _kind(direction, rule)
    tables = _tables(handle, rule.weights)
    if kind not in tables:
        tables[kind] = called(
            _core.EdgeWeights,
            handle,
            check_weights(rule.weights, graph.n_triples),
            direction=kind.direction,
            kind=kind.lists,
            keep=kind.keep,
            threads=threads,
        )
    return tables[kind]


def _tables(handle: _core.Graph, weights: NDArray[np.floating]) -> dict[_Kind, _core.EdgeWeights]:
    of_graph = _HELD.setdefault(handle, {})
    key = id(weights)
    held = of_graph.get(key)
    if held is None or held.weights() is not weights:
        held = _Held(weakref.ref(weights, lambda gone: _forget(of_graph, key, gone)), {})
        of_graph[key] = held
    return held.tables


def _forget(
    of_graph: dict[int, _Held], key: int, reference: weakref.ref[NDArray[np.floating]]
) -> None:
    held = of_graph.get(key)
    if held is not None and held.weights is reference:
        del of_graph[key]


def _kind(direction: Direction, rule: WalkRule) -> _Kind:
    keep = rule.p != 1.0 or rule.q != 1.0 or not rule.backtrack
    return (
        _Kind("both", "relation", keep) if len(rule.metapath) else _Kind(direction, "entity", keep)
    )
