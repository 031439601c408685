"""Distances in a networkx graph."""

from collections.abc import Hashable, Iterator
from importlib import import_module
from typing import Any, Literal

from km_graph.paths import Groups
from km_walk_native.networkx_backend.numbered_graph import NumberedGraph
from km_walk_native.walker import NativeWalker

_networkx: Any = import_module("networkx")  # by name: networkx has no types to check against

Lengths = dict[Hashable, int]

_LENGTHS_AT_ONCE = 2**20
_WALKER = NativeWalker()


def has_path(G: NumberedGraph, source: Hashable, target: Hashable) -> bool:  # noqa: N803
    """As networkx."""
    return _length(G, source, target) is not None


def shortest_path_length(
    G: NumberedGraph,  # noqa: N803
    source: Hashable = None,
    target: Hashable = None,
    weight: None = None,  # noqa: ARG001 - networkx asks `can_run` about it
    method: str = "dijkstra",
) -> Any:
    """As networkx: a number, a dictionary, or an iterator of them."""
    if method not in {"dijkstra", "bellman-ford"}:
        raise ValueError(f"method not supported: {method}")
    if source is None and target is None:
        return all_pairs_shortest_path_length(G)
    if source is None:
        # networkx searches the reversed graph, hence speaks of a source.
        return _lengths_of(G, target, "backward", None, f"Source {target} is not in G")
    if target is None:
        return single_source_shortest_path_length(G, source)
    length = _length(G, source, target)
    if length is None:
        raise _networkx.NetworkXNoPath(f"No path between {source} and {target}.")
    return length


def single_source_shortest_path_length(
    G: NumberedGraph,  # noqa: N803
    source: Hashable,
    cutoff: float | None = None,
) -> Lengths:
    """As networkx; nearest first, then in the order of the graph's nodes."""
    return _lengths_of(G, source, "forward", cutoff, f"Source {source} is not in G")


def single_target_shortest_path_length(
    G: NumberedGraph,  # noqa: N803
    target: Hashable,
    cutoff: float | None = None,
) -> Lengths:
    """As networkx; nearest first, then in the order of the graph's nodes."""
    return _lengths_of(G, target, "backward", cutoff, f"Target {target} is not in G")


def all_pairs_shortest_path_length(
    G: NumberedGraph,  # noqa: N803
    cutoff: float | None = None,
) -> Iterator[tuple[Hashable, Lengths]]:
    """As networkx; some sources are searched from at once."""
    step = max(1, _LENGTHS_AT_ONCE // max(1, len(G)))
    for first in range(0, len(G), step):
        sources = range(first, min(first + step, len(G)))
        yield from zip(
            (G.nodes[i] for i in sources), _lengths(G, sources, "forward", cutoff), strict=True
        )


def _length(graph: NumberedGraph, source: Hashable, target: Hashable) -> int | None:
    for name, node in ("Source", source), ("Target", target):
        if node not in graph:
            raise _networkx.NodeNotFound(f"{name} {node} is not in G")
    start, goal = graph.group(source), graph.group(target)
    batch = _WALKER.shortest_paths(graph.simple, start, goal, direction="forward", limit=1)
    return len(batch.relations) if len(batch) else None


def _lengths_of(
    graph: NumberedGraph,
    node: Hashable,
    direction: Literal["forward", "backward"],
    cutoff: float | None,
    missing: str,
) -> Lengths:
    position = graph.position(node)
    if position is None:
        raise _networkx.NodeNotFound(missing)
    return next(_lengths(graph, [position], direction, cutoff))


def _lengths(
    graph: NumberedGraph,
    positions: range | list[int],
    direction: Literal["forward", "backward"],
    cutoff: float | None,
) -> Iterator[Lengths]:
    groups = Groups.of([[position] for position in positions])
    found = _WALKER.neighborhoods(
        graph.simple, groups, hops=graph.hops(cutoff), direction=direction
    )
    entities, distances = found.entities.tolist(), found.distances.tolist()
    for start, stop in zip(found.offsets[:-1].tolist(), found.offsets[1:].tolist(), strict=True):
        nodes = map(graph.nodes.__getitem__, entities[start:stop])
        yield dict(zip(nodes, distances[start:stop], strict=True))
