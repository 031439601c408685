"""What surrounds entities, in C++."""

from km_graph.graph import KnowledgeGraph
from km_graph.paths import Groups
from km_graph.walkers import Direction
from km_graph.walkers.neighborhoods import Neighborhoods, Rankings, Subgraphs
from km_walk_native import _core
from km_walk_native.calls import bound, called, groups_for
from km_walk_native.handles import handle_of


class NativeSurroundings:
    """Neighbourhoods, subgraphs and ``km_graph.walkers.EntityRanker``."""

    threads: int

    def neighborhoods(
        self,
        graph: KnowledgeGraph,
        sources: Groups,
        *,
        hops: int,
        direction: Direction = "both",
        limit: int | None = None,
    ) -> Neighborhoods:
        """See ``PathFinder.neighborhoods``."""
        found = called(
            _core.neighborhoods,
            handle_of(graph),
            groups_for("sources", sources, graph.n_entities),
            hops=bound("hops", hops),
            direction=direction,
            limit=bound("limit", limit),
            threads=self.threads,
        )
        return Neighborhoods(*found)

    def subgraphs(
        self, graph: KnowledgeGraph, entities: Groups, *, limit: int | None = None
    ) -> Subgraphs:
        """See ``PathFinder.subgraphs``."""
        triples, offsets, truncated = called(
            _core.subgraphs,
            handle_of(graph),
            groups_for("entities", entities, graph.n_entities),
            limit=bound("limit", limit),
            threads=self.threads,
        )
        return Subgraphs(triples.reshape(-1, 3), offsets, truncated)

    def rank(
        self,
        graph: KnowledgeGraph,
        sources: Groups,
        *,
        restart: float = 0.15,
        tolerance: float = 1e-6,
        direction: Direction = "both",
        limit: int | None = None,
    ) -> Rankings:
        """See ``EntityRanker.rank``."""
        found = called(
            _core.rank,
            handle_of(graph),
            groups_for("sources", sources, graph.n_entities),
            restart=restart,
            tolerance=tolerance,
            direction=direction,
            limit=bound("limit", limit),
            threads=self.threads,
        )
        return Rankings(*found)
