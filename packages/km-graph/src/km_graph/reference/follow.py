"""All walks along a given relation path."""

from collections.abc import Iterator

from km_graph.graph import KnowledgeGraph
from km_graph.reference.adjacency import Edge, neighbors_by
from km_graph.reference.clock import NO_CLOCK, Clock
from km_graph.reference.search import Found, depth_first


def follow(
    graph: KnowledgeGraph,
    source: int,
    relation_path: list[int],
    *,
    allow_return: bool,
    clock: Clock = NO_CLOCK,
) -> Iterator[Found]:
    """All walks from one source along one relation path of signed ids."""

    def expand(path: list[int]) -> Iterator[Edge]:
        clock.check()
        if len(path) <= len(relation_path):
            relation = relation_path[len(path) - 1]
            for neighbor in neighbors_by(graph, path[-1], relation):
                if allow_return or neighbor != source:
                    yield relation, neighbor

    for entities, relations in depth_first(source, expand):
        if len(relations) == len(relation_path):
            yield entities, relations
