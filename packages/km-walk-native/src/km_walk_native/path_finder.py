"""Path search in C++."""

import numpy as np
from numpy.typing import NDArray

from km_graph.graph import KnowledgeGraph
from km_graph.paths import Groups, PathBatch
from km_graph.walkers import Direction
from km_graph.walkers.relation_path_counts import RelationPathCounts
from km_walk_native import _core
from km_walk_native.calls import bound, called, caps_for, groups_for, ids_for
from km_walk_native.handles import handle_of


class NativePathFinder:
    """The searches of ``km_graph.walkers.PathFinder`` that return paths or relation paths."""

    threads: int

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
        found = called(
            _core.shortest_paths,
            handle_of(graph),
            groups_for("sources", sources, graph.n_entities),
            groups_for("targets", targets, graph.n_entities),
            max_hops=bound("max_hops", max_hops),
            direction=direction,
            caps=caps_for(limit, total, seconds),
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
        total: int | None = None,
        seconds: float | None = None,
    ) -> PathBatch:
        """See ``PathFinder.simple_paths``."""
        found = called(
            _core.simple_paths,
            handle_of(graph),
            groups_for("sources", sources, graph.n_entities),
            None if targets is None else groups_for("targets", targets, graph.n_entities),
            max_hops=bound("max_hops", max_hops),
            direction=direction,
            caps=caps_for(limit, total, seconds),
            threads=self.threads,
        )
        return PathBatch(*found)

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
        found = called(
            _core.all_walks,
            handle_of(graph),
            groups_for("sources", sources, graph.n_entities),
            max_hops=bound("max_hops", max_hops),
            direction=direction,
            caps=caps_for(limit, total, seconds),
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
        total: int | None = None,
        seconds: float | None = None,
    ) -> PathBatch:
        """See ``PathFinder.follow``."""
        found = called(
            _core.follow,
            handle_of(graph),
            ids_for("sources", sources, graph.n_entities),
            groups_for("relation_paths", relation_paths, graph.n_relations, signed=True),
            allow_return=allow_return,
            caps=caps_for(limit, total, seconds),
            threads=self.threads,
        )
        return PathBatch(*found)

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
        found = called(
            _core.relation_paths,
            handle_of(graph),
            ids_for("sources", sources, graph.n_entities),
            None if targets is None else groups_for("targets", targets, graph.n_entities),
            max_hops=bound("max_hops", max_hops),
            direction=direction,
            allow_return=allow_return,
            max_reached=bound("max_reached", max_reached),
            threads=self.threads,
        )
        return RelationPathCounts(*found)
