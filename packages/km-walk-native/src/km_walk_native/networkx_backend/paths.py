"""Paths through a networkx graph, in networkx's order."""

from collections.abc import Hashable, Iterator
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from km_graph.paths import Groups
from km_walk_native.networkx_backend.numbered_graph import NumberedGraph
from km_walk_native.walker import NativeWalker

_networkx: Any = import_module("networkx")  # by name: networkx has no types to check against

Path = list[Hashable]

_FIRST_SIMPLE_PATHS = 256, 0.05
"""How many paths are searched for before any is given, and for how many seconds."""
_MOST_SHORTEST_PATHS = 100_000
_WALKER = NativeWalker()


def all_shortest_paths(
    G: NumberedGraph,  # noqa: N803 - networkx's name, which callers may use
    source: Hashable,
    target: Hashable,
    weight: None = None,  # noqa: ARG001 - networkx asks `can_run` about it
    method: str = "dijkstra",  # noqa: ARG001 - of no consequence without weights
) -> Iterator[Path]:
    """As networkx, in its order; they are found at once, unless they are very many."""
    if source not in G:
        raise _networkx.NodeNotFound(f"Source {source} not in G")
    return _shortest_paths(G, source, target)


def _shortest_paths(graph: NumberedGraph, source: Hashable, target: Hashable) -> Iterator[Path]:
    start, goal = graph.group(source), graph.group(target)
    batch = _WALKER.shortest_paths(
        graph.simple, start, goal, direction="forward", limit=_MOST_SHORTEST_PATHS
    )
    if not len(batch):
        raise _networkx.NetworkXNoPath(f"Target {target} cannot be reached from given sources")
    if batch.truncated.any():
        yield from _networkx.all_shortest_paths(
            graph.arcs_in_networkx(), source, target, backend="networkx"
        )
        return
    nodes = graph.nodes
    for path in _as_networkx_orders(batch.entities.reshape(len(batch), -1)).tolist():
        yield [nodes[position] for position in path]


def _as_networkx_orders(paths: NDArray[np.int32]) -> NDArray[np.int32]:
    """Shortest paths of one pair, sorted from depth-first order as networkx gives them.

    networkx goes back from the target, through predecessors as a breadth-first search from the
    source met them; that is the order in which they first appear in depth-first order.
    """
    if len(paths) == 1 or paths.shape[1] < 3:
        return paths
    keys = []
    for column in paths.T[1:-1]:
        _, first, inverse = np.unique(column, return_index=True, return_inverse=True)
        keys.append(first[inverse])
    return paths[np.lexsort(keys)]


def all_simple_paths(
    G: NumberedGraph,  # noqa: N803
    source: Hashable,
    target: Any,
    cutoff: float | None = None,
) -> Iterator[Path]:
    """As networkx, in its order; found as they are asked for, ever more at a time."""
    if source not in G:
        raise _networkx.NodeNotFound(f"source node {source} not in graph")
    targets = _targets(G, target)
    max_hops = G.hops(cutoff)
    if source in targets and (cutoff is None or cutoff >= 0):
        yield [source]
    start = G.group(source)
    goals = Groups.of([[p for p in map(G.position, targets - {source}) if p is not None]])
    if max_hops and len(goals.values):
        yield from _simple_paths(G, start, goals, max_hops)


def _simple_paths(
    graph: NumberedGraph, start: Groups, goals: Groups, max_hops: int
) -> Iterator[Path]:
    # By time too: behind the first paths there may be a search without end.
    nodes, given, limit, seconds, more = graph.nodes, 0, *_FIRST_SIMPLE_PATHS, True
    while more:
        batch = _WALKER.simple_paths(
            graph.with_parallel_edges,
            start,
            goals,
            max_hops=max_hops,
            direction="forward",
            limit=limit,
            seconds=seconds,
        )
        for index in range(given, len(batch)):
            yield [nodes[position] for position in batch.path_entities(index).tolist()]
        more = bool(batch.truncated.any())
        given, limit, seconds = len(batch), 8 * limit, 8 * seconds


def _targets(graph: NumberedGraph, target: Any) -> set[Hashable]:
    if target in graph:
        return {target}
    try:
        return set(target)
    except TypeError as error:
        raise _networkx.NodeNotFound(f"target node {target} not in graph") from error
