"""All walks up to some hops; entities and edges may repeat."""

from collections.abc import Iterator

from km_graph.reference.adjacency import Edge, Edges
from km_graph.reference.search import Found, depth_first


def all_walks(edges: Edges, sources: list[int], max_hops: int) -> Iterator[Found]:
    """All walks of one group, source by source."""

    def expand(walk: list[int]) -> list[Edge]:
        return edges(walk[-1]) if len(walk) <= max_hops else []

    for source in sources:
        for entities, relations in depth_first(source, expand):
            if relations:
                yield entities, relations
