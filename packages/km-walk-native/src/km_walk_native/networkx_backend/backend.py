"""What networkx loads: conversion, and the functions answered exactly as networkx does.

networkx calls them with a ``NumberedGraph`` in place of its own graph. Names, parameters,
results and errors are those of networkx; decision record 13 says which functions are here.
"""

from typing import Any

from km_walk_native.networkx_backend.lengths import (
    all_pairs_shortest_path_length,
    has_path,
    shortest_path_length,
    single_source_shortest_path_length,
    single_target_shortest_path_length,
)
from km_walk_native.networkx_backend.numbered_graph import NumberedGraph
from km_walk_native.networkx_backend.paths import all_shortest_paths, all_simple_paths

__all__ = [
    "all_pairs_shortest_path_length",
    "all_shortest_paths",
    "all_simple_paths",
    "can_run",
    "convert_from_nx",
    "convert_to_nx",
    "has_path",
    "shortest_path_length",
    "single_source_shortest_path_length",
    "single_target_shortest_path_length",
]

_WEIGHTED = {"all_shortest_paths", "shortest_path_length"}


def convert_from_nx(graph: Any, **_: object) -> NumberedGraph:
    """The graph as the functions take it; networkx keeps it for the next call."""
    return NumberedGraph.of(graph)


def convert_to_nx(result: Any, **_: object) -> Any:
    """A result as networkx would give it; a graph comes back without attributes and keys."""
    return result.to_networkx() if isinstance(result, NumberedGraph) else result


def can_run(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool | str:
    """Whether these arguments are for this backend, or why not."""
    if name in _WEIGHTED and _fourth("weight", args, kwargs) is not None:
        return "edges have no weights here"
    if name == "has_path" and any(end is None for end in (*args[1:], *kwargs.values())):
        return "None is no node"
    return True


def _fourth(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    return args[3] if len(args) > 3 else kwargs.get(name)
