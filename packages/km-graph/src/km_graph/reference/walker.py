"""The reference walker: checks its arguments and hands each group to its algorithm."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

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
from km_graph.reference.adjacency import edges_of
from km_graph.reference.follow import follow
from km_graph.reference.neighborhoods import neighborhoods
from km_graph.reference.random_walks import walks_from
from km_graph.reference.relation_paths import Mined, RelationPathSearch
from km_graph.reference.search import batch
from km_graph.reference.shortest import shortest_paths
from km_graph.reference.simple import simple_paths
from km_graph.relation_path_counts import RelationPathCounts
from km_graph.walkers import Direction


class ReferenceWalker:
    """Walks and path search in plain Python; see ``km_graph.walkers`` for the contracts.

    Example:
        >>> graph = KnowledgeGraph.from_triples([("Paris", "capital_of", "France")])
        >>> paris = graph.entities.ids(["Paris"])
        >>> walks = ReferenceWalker().random_walks(graph, paris, hops=1, seed=0)
        >>> str(walks.labeled(graph)[0].relation_path)
        'capital_of'
    """

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
        edges = edges_of(graph, direction)
        return batch(
            walks_from(edges, start, i * walks_per_start, walks_per_start, hops=hops, seed=seed)
            for i, start in enumerate(starts.tolist())
        )

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
        groups = zip(_lists(sources), _lists(targets), strict=True)
        return batch((shortest_paths(graph, s, t, max_hops, direction) for s, t in groups), limit)

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
        wanted: Iterator[list[int] | None] = iter([None] * sources.n_groups)
        if targets is not None:
            targets = check_groups("targets", targets, graph.n_entities)
            check_same_length("sources", sources.n_groups, "targets", targets.n_groups)
            wanted = _lists(targets)
        check_counts(max_hops=max_hops, limit=limit)
        check_direction(direction)
        groups = zip(_lists(sources), wanted, strict=True)
        return batch((simple_paths(graph, s, t, max_hops, direction) for s, t in groups), limit)

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
        pairs = zip(sources.tolist(), _lists(paths), strict=True)
        return batch((follow(graph, s, p, allow_return=allow_return) for s, p in pairs), limit)

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
        return neighborhoods(edges_of(graph, direction), _lists(sources), hops)

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
        searches = [
            RelationPathSearch(
                graph,
                source,
                wanted,
                max_hops=max_hops,
                direction=direction,
                allow_return=allow_return,
                max_reached=max_reached,
            )
            for source, wanted in zip(sources.tolist(), _lists(targets), strict=True)
        ]
        return _counts(searches)


def _lists(groups: Groups) -> Iterator[list[int]]:
    return (groups.group(i).tolist() for i in range(groups.n_groups))


def _counts(searches: list[RelationPathSearch]) -> RelationPathCounts:
    found: list[tuple[int, Mined]] = [
        (owner, mined) for owner, search in enumerate(searches) for mined in search
    ]
    relations, offsets = Groups.of(mined.relations for _, mined in found)
    return RelationPathCounts(
        relations,
        offsets,
        np.array([owner for owner, _ in found], np.int32),
        np.array([mined.hits for _, mined in found], np.int32),
        np.array([mined.reached for _, mined in found], np.int32),
        np.array([search.truncated for search in searches], bool),
    )
