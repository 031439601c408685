"""All simple paths up to some hops: no entity twice."""

from collections.abc import Iterator

from km_graph.graph import KnowledgeGraph
from km_graph.reference.adjacency import Edge, distances, edges_into, edges_of
from km_graph.reference.clock import NO_CLOCK, Clock
from km_graph.reference.search import Found, depth_first
from km_graph.walkers import Direction


def simple_paths(
    graph: KnowledgeGraph,
    sources: list[int],
    targets: list[int] | None,
    max_hops: int,
    direction: Direction,
    clock: Clock = NO_CLOCK,
) -> Iterator[Found]:
    """All simple paths of one group, source by source."""
    edges = clock.watch(edges_of(graph, direction))
    # A path is given up where the nearest target is further than the hops it has left, or where
    # every target lies on it.
    wanted = None if targets is None else frozenset(targets)
    back = clock.watch(edges_into(graph, direction))
    to_go = None if targets is None else distances(back, targets, max_hops)

    def expand(path: list[int]) -> Iterator[Edge]:
        left = max_hops - len(path)
        if left < 0 or (wanted is not None and wanted.issubset(path)):
            return
        for relation, neighbor in edges(path[-1]):
            hopeful = to_go is None or to_go.get(neighbor, max_hops) <= left
            if hopeful and neighbor not in path:
                yield relation, neighbor

    for source in sources:
        for entities, relations in depth_first(source, expand):
            if relations and (to_go is None or to_go.get(entities[-1]) == 0):
                yield entities, relations
