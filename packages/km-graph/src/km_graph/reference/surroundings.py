"""What surrounds entities, by the reference walker: checks of arguments, then group by group."""

from km_graph.graph import KnowledgeGraph
from km_graph.paths import Groups
from km_graph.reference.adjacency import edges_of
from km_graph.reference.neighborhoods import neighborhoods
from km_graph.reference.path_finder import lists
from km_graph.reference.push import rankings
from km_graph.reference.subgraphs import subgraphs
from km_graph.walkers import Direction
from km_graph.walkers.neighborhoods import Neighborhoods, Rankings, Subgraphs
from km_graph.walkers.queries import check_counts, check_direction, check_groups, check_rank


class ReferenceSurroundings:
    """Neighbourhoods, subgraphs and rankings in plain Python."""

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
        sources = check_groups("sources", sources, graph.n_entities)
        check_counts(hops=hops, limit=limit)
        check_direction(direction)
        return neighborhoods(edges_of(graph, direction), lists(sources), hops, limit)

    def subgraphs(
        self, graph: KnowledgeGraph, entities: Groups, *, limit: int | None = None
    ) -> Subgraphs:
        """See ``PathFinder.subgraphs``."""
        entities = check_groups("entities", entities, graph.n_entities)
        check_counts(limit=limit)
        return subgraphs(edges_of(graph, "forward"), lists(entities), limit)

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
        sources = check_groups("sources", sources, graph.n_entities)
        check_rank(sources, restart=restart, tolerance=tolerance)
        check_counts(limit=limit)
        check_direction(direction)
        return rankings(
            edges_of(graph, direction),
            lists(sources),
            restart=restart,
            tolerance=tolerance,
            limit=limit,
        )
