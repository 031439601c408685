"""The contract of ranking entities by how near they are to some others."""

from typing import Protocol, runtime_checkable

from km_graph.graph import KnowledgeGraph
from km_graph.paths import Groups
from km_graph.walkers.neighborhoods import Rankings
from km_graph.walkers.random_walker import Direction


@runtime_checkable
class EntityRanker(Protocol):
    """Personalised PageRank from topic entities."""

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
        """Approximate personalised PageRank of each group, by forward push; only what it touches.

        A walk from a source, uniform over the sources of the group, restarts with probability
        ``restart`` at each hop, else takes an edge uniformly; at an entity without edges it
        restarts. Each score is below the exact one by less than ``tolerance`` times the degree of
        the entity, summed over what is left; the work is O(1 / (restart * tolerance)) whatever
        the size of the graph. Bit for bit the same on every machine: entities are pushed first
        in, first out.

        Source: R. Andersen, F. Chung, K. Lang, "Local graph partitioning using PageRank
        vectors", FOCS 2006.

        Returns:
            Entities by score, highest first, then by id; ``limit`` keeps the first so many.

        Raises:
            InvalidQueryError: If ``restart`` is not in (0, 1], ``tolerance`` not above 0, a
                group has no source, or an id is outside the graph.
        """
        ...
