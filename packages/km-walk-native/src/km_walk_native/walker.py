"""The native walker: checks its arguments, then searches in C++ without the GIL."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from km_graph.errors import InvalidQueryError
from km_graph.graph import KnowledgeGraph
from km_graph.neighborhoods import Neighborhoods
from km_graph.paths import Groups, PathBatch
from km_graph.queries import (
    check_counts,
    check_direction,
    check_groups,
    check_ids,
    check_same_length,
    check_seed,
)
from km_graph.relation_path_counts import RelationPathCounts
from km_graph.walkers import Direction
from km_walk_native import _core
from km_walk_native.handles import handle_of

_NO_BOUND = 2**62
"""More than any count can reach; fits the core's integers."""


class NativeWalker:
    """Walks and path search in C++; see ``km_graph.walkers`` for the contracts.

    The arrays of a graph are checked when a walker first sees it and not again; changing them
    in place afterwards is undefined, as a graph is immutable. Results do not depend on the number
    of threads. A search can be interrupted with Ctrl-C.

    Args:
        threads: How many threads search at once; None for as many as this process may use.

    Example:
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

    def random_walks(
        self,
        graph: KnowledgeGraph,
        starts: NDArray[np.int32],
        *,
        hops: int,
        walks_per_start: int = 1,
        direction: Direction = "both",
        seed: int,
    ) -> PathBatch:
        """See ``RandomWalker.random_walks``."""
        starts = check_ids("starts", starts, graph.n_entities)
        check_counts(hops=hops, walks_per_start=walks_per_start)
        check_direction(direction)
        check_seed(seed)
        with _as_query_errors():
            found = _core.random_walks(
                handle_of(graph),
                starts,
                hops=_bound(hops),
                walks_per_start=_bound(walks_per_start),
                direction=direction,
                seed=seed,
                threads=self.threads,
            )
        return PathBatch(*found)

    def shortest_paths(
        self,
        graph: KnowledgeGraph,
        sources: Groups,
        targets: Groups,
        *,
        max_hops: int | None = None,
        direction: Direction = "both",
        limit: int | None = None,
    ) -> PathBatch:
        """See ``PathFinder.shortest_paths``."""
        sources = check_groups("sources", sources, graph.n_entities)
        targets = check_groups("targets", targets, graph.n_entities)
        check_same_length("sources", sources.n_groups, "targets", targets.n_groups)
        check_counts(max_hops=max_hops, limit=limit)
        check_direction(direction)
        with _as_query_errors():
            found = _core.shortest_paths(
                handle_of(graph),
                sources,
                targets,
                max_hops=_bound(max_hops),
                direction=direction,
                limit=_bound(limit),
                threads=self.threads,
            )
        return PathBatch(*found)

    def simple_paths(
        self,
        graph: KnowledgeGraph,
        sources: Groups,
        targets: Groups | None = None,
        *,
        max_hops: int,
        direction: Direction = "both",
        limit: int | None = None,
    ) -> PathBatch:
        """See ``PathFinder.simple_paths``."""
        sources = check_groups("sources", sources, graph.n_entities)
        if targets is not None:
            targets = check_groups("targets", targets, graph.n_entities)
            check_same_length("sources", sources.n_groups, "targets", targets.n_groups)
        check_counts(max_hops=max_hops, limit=limit)
        check_direction(direction)
        with _as_query_errors():
            found = _core.simple_paths(
                handle_of(graph),
                sources,
                targets,
                max_hops=_bound(max_hops),
                direction=direction,
                limit=_bound(limit),
                threads=self.threads,
            )
        return PathBatch(*found)

    def follow(
        self,
        graph: KnowledgeGraph,
        sources: NDArray[np.int32],
        relation_paths: Groups,
        *,
        allow_return: bool = True,
        limit: int | None = None,
    ) -> PathBatch:
        """See ``PathFinder.follow``."""
        sources = check_ids("sources", sources, graph.n_entities)
        paths = check_groups("relation_paths", relation_paths, graph.n_relations, signed=True)
        check_same_length("sources", len(sources), "relation_paths", paths.n_groups)
        check_counts(limit=limit)
        with _as_query_errors():
            found = _core.follow(
                handle_of(graph),
                sources,
                paths,
                allow_return=allow_return,
                limit=_bound(limit),
                threads=self.threads,
            )
        return PathBatch(*found)

    def neighborhoods(
        self,
        graph: KnowledgeGraph,
        sources: Groups,
        *,
        hops: int,
        direction: Direction = "both",
    ) -> Neighborhoods:
        """See ``PathFinder.neighborhoods``."""
        sources = check_groups("sources", sources, graph.n_entities)
        check_counts(hops=hops)
        check_direction(direction)
        with _as_query_errors():
            found = _core.neighborhoods(
                handle_of(graph),
                sources,
                hops=_bound(hops),
                direction=direction,
                threads=self.threads,
            )
        return Neighborhoods(*found, np.zeros(sources.n_groups, bool))

    def relation_paths(
        self,
        graph: KnowledgeGraph,
        sources: NDArray[np.int32],
        targets: Groups,
        *,
        max_hops: int,
        direction: Direction = "both",
        allow_return: bool = False,
        max_reached: int = 100_000,
    ) -> RelationPathCounts:
        """See ``PathFinder.relation_paths``."""
        sources = check_ids("sources", sources, graph.n_entities)
        targets = check_groups("targets", targets, graph.n_entities)
        check_same_length("sources", len(sources), "targets", targets.n_groups)
        check_counts(max_hops=max_hops, max_reached=max_reached)
        check_direction(direction)
        with _as_query_errors():
            found = _core.relation_paths(
                handle_of(graph),
                sources,
                targets,
                max_hops=_bound(max_hops),
                direction=direction,
                allow_return=allow_return,
                max_reached=_bound(max_reached),
                threads=self.threads,
            )
        return RelationPathCounts(*found)


def _bound(count: int | None) -> int:
    return _NO_BOUND if count is None else min(count, _NO_BOUND)


@contextmanager
def _as_query_errors() -> Iterator[None]:
    try:
        yield
    except InvalidQueryError:
        raise
    except ValueError as error:
        raise InvalidQueryError(str(error)) from error


def _usable_cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
