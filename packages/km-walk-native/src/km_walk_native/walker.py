"""The native walker: checks its arguments, then searches in C++ without the GIL."""

import os

from km_graph.errors import InvalidQueryError
from km_walk_native.path_finder import NativePathFinder
from km_walk_native.random_walks import NativeRandomWalker
from km_walk_native.surroundings import NativeSurroundings
from km_walk_native.tries import NativeTrieBuilder


class NativeWalker(NativeRandomWalker, NativePathFinder, NativeSurroundings, NativeTrieBuilder):
    """Walks and path search in C++; see ``km_graph.walkers`` for the contracts.

    The arrays of a graph are checked when a walker first sees it and not again; changing them
    in place afterwards is undefined, as a graph is immutable. Results do not depend on the number
    of threads. A search can be interrupted with Ctrl-C.

    Args:
        threads: How many threads search at once; None for as many as this process may use.

    Example:
        >>> from km_graph.graph import KnowledgeGraph
        >>> graph = KnowledgeGraph.from_triples([("Paris", "capital_of", "France")])
        >>> paris = graph.entities.ids(["Paris"])
        >>> walks = NativeWalker(threads=1).random_walks(graph, paris, hops=1, seed=0)
        >>> str(walks.labeled(graph)[0].relation_path)
        'capital_of'
    """

    def __init__(self, threads: int | None = None) -> None:
        if threads is not None and threads < 1:
            raise InvalidQueryError(f"threads must be 1 or more, found {threads}")
        self.threads = threads or _usable_cores()

    def __repr__(self) -> str:
        return f"NativeWalker(threads={self.threads})"


def _usable_cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
