"""The path search of the reference walker: checks of arguments, then group by group."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from km_graph.graph import KnowledgeGraph
from km_graph.paths import Groups, PathBatch
from km_graph.reference.adjacency import edges_of
from km_graph.reference.all_walks import all_walks
from km_graph.reference.clock import Clock
from km_graph.reference.follow import follow
from km_graph.reference.relation_paths import RelationPathSearch, counts_of
from km_graph.reference.search import batch
from km_graph.reference.shortest import shortest_paths
from km_graph.reference.simple import simple_paths
from km_graph.walkers import Direction
from km_graph.walkers.queries import (
    check_caps,
    check_counts,
    check_direction,
    check_groups,
    check_ids,
    check_same_length,
    check_targets,
)
from km_graph.walkers.relation_path_counts import RelationPathCounts


class ReferencePathFinder:
    """Path search in plain Python; see ``km_graph.walkers.PathFinder``."""

    def shortest_paths(
        self,
        graph: KnowledgeGraph,
        sources: Groups,
        targets: Groups,
        *,
        max_hops: int | None = None,
        direction: Direction = "both",
        limit: int | None = None,
        total: int | None = None,
        seconds: float | None = None,
    ) -> PathBatch:
        """See ``PathFinder.shortest_paths``."""
        sources = check_groups("sources", sources, graph.n_entities)
        targets = check_targets(sources.n_groups, targets, graph.n_entities)
        check_counts(max_hops=max_hops)
        check_caps(limit, total, seconds)
        check_direction(direction)
        clock = Clock(seconds)
        groups = zip(lists(sources), lists(targets), strict=True)
        found = (shortest_paths(graph, s, t, max_hops, direction, clock) for s, t in groups)
        return batch(found, limit, total, clock)

    def simple_paths(
        self,
        graph: KnowledgeGraph,
        sources: Groups,
        targets: Groups | None = None,
        *,
        max_hops: int,
        direction: Direction = "both",
        limit: int | None = None,
        total: int | None = None,
        seconds: float | None = None,
    ) -> PathBatch:
        """See ``PathFinder.simple_paths``."""
        sources = check_groups("sources", sources, graph.n_entities)
        if targets is not None:
            targets = check_targets(sources.n_groups, targets, graph.n_entities)
        check_counts(max_hops=max_hops)
        check_caps(limit, total, seconds)
        check_direction(direction)
        clock = Clock(seconds)
        groups = zip(lists(sources), _lists_or_none(targets, sources.n_groups), strict=True)
        found = (simple_paths(graph, s, t, max_hops, direction, clock) for s, t in groups)
        return batch(found, limit, total, clock)

    def all_walks(
        self,
        graph: KnowledgeGraph,
        sources: Groups,
        *,
        max_hops: int,
        direction: Direction = "both",
        limit: int | None = None,
        total: int | None = None,
        seconds: float | None = None,
    ) -> PathBatch:
        """See ``PathFinder.all_walks``."""
        sources = check_groups("sources", sources, graph.n_entities)
        check_counts(max_hops=max_hops)
        check_caps(limit, total, seconds)
        check_direction(direction)
        clock = Clock(seconds)
        edges = clock.watch(edges_of(graph, direction))
        found = (all_walks(edges, group, max_hops) for group in lists(sources))
        return batch(found, limit, total, clock)

    def follow(
        self,
        graph: KnowledgeGraph,
        sources: NDArray[np.int32],
        relation_paths: Groups,
        *,
        allow_return: bool = True,
        limit: int | None = None,
        total: int | None = None,
        seconds: float | None = None,
    ) -> PathBatch:
        """See ``PathFinder.follow``."""
        sources = check_ids("sources", sources, graph.n_entities)
        paths = check_groups("relation_paths", relation_paths, graph.n_relations, signed=True)
        check_same_length("sources", len(sources), "relation_paths", paths.n_groups)
        check_caps(limit, total, seconds)
        clock = Clock(seconds)
        pairs = zip(sources.tolist(), lists(paths), strict=True)
        found = (follow(graph, s, p, allow_return=allow_return, clock=clock) for s, p in pairs)
        return batch(found, limit, total, clock)

    def relation_paths(
        self,
        graph: KnowledgeGraph,
        sources: NDArray[np.int32],
        targets: Groups | None = None,
        *,
        max_hops: int,
        direction: Direction = "both",
        allow_return: bool = False,
        max_reached: int = 100_000,
    ) -> RelationPathCounts:
        """See ``PathFinder.relation_paths``."""
        sources = check_ids("sources", sources, graph.n_entities)
        if targets is not None:
            targets = check_targets(len(sources), targets, graph.n_entities)
        check_counts(max_hops=max_hops, max_reached=max_reached)
        check_direction(direction)
        return counts_of(
            RelationPathSearch(
                graph,
                source,
                wanted,
                max_hops=max_hops,
                direction=direction,
                allow_return=allow_return,
                max_reached=max_reached,
            )
            for source, wanted in zip(
                sources.tolist(), _lists_or_none(targets, len(sources)), strict=True
            )
        )


def lists(groups: Groups) -> Iterator[list[int]]:
    """The groups as lists."""
    return (groups.group(i).tolist() for i in range(groups.n_groups))


def _lists_or_none(groups: Groups | None, n: int) -> Iterator[list[int] | None]:
    return iter([None] * n) if groups is None else lists(groups)
