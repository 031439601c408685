"""All shortest paths between sources and targets.

A search from the target gives distances; the paths are then those that come one hop nearer with
every edge, so nothing is tried in vain.
"""

from collections.abc import Iterator

from km_graph.graph import KnowledgeGraph
from km_graph.reference.adjacency import Edge, Edges, distances, edges_into, edges_of
from km_graph.reference.clock import NO_CLOCK, Clock
from km_graph.reference.search import Found, depth_first
from km_graph.walkers import Direction


def shortest_paths(
    graph: KnowledgeGraph,
    sources: list[int],
    targets: list[int],
    max_hops: int | None,
    direction: Direction,
    clock: Clock = NO_CLOCK,
) -> Iterator[Found]:
    """All shortest paths of one group, source by source and target by target."""
    edges = clock.watch(edges_of(graph, direction))
    back = clock.watch(edges_into(graph, direction))
    to_go: dict[int, dict[int, int]] = {}
    for source in sources:
        for target in targets:
            if target not in to_go:
                to_go[target] = distances(back, [target], max_hops, until=sources)
            if source in to_go[target]:
                yield from _downhill(edges, source, to_go[target])


def _downhill(edges: Edges, source: int, to_go: dict[int, int]) -> Iterator[Found]:
    def expand(path: list[int]) -> Iterator[Edge]:
        nearer = to_go[path[-1]] - 1
        if nearer >= 0:
            yield from (edge for edge in edges(path[-1]) if to_go.get(edge[1]) == nearer)

    for entities, relations in depth_first(source, expand):
        if to_go[entities[-1]] == 0:
            yield entities, relations
