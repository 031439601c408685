"""The edges of an entity, in the order that every walker sees them."""

from collections.abc import Callable, Iterable

from km_graph.graph import KnowledgeGraph
from km_graph.walkers import Direction

Edge = tuple[int, int]
"""A signed relation id and the neighbour it leads to."""

Edges = Callable[[int], list[Edge]]
"""What leads away from an entity."""

_BACK: dict[Direction, Direction] = {"forward": "backward", "backward": "forward", "both": "both"}


def edges_of(graph: KnowledgeGraph, direction: Direction) -> Edges:
    """The edges of an entity in adjacency order: forward ones, then backward ones."""

    def edges(entity: int) -> list[Edge]:
        found: list[Edge] = []
        if direction != "backward":
            at = graph.forward.edges(entity)
            relations = graph.forward.relations[at].tolist()
            found += zip(relations, graph.forward.neighbors[at].tolist(), strict=True)
        if direction != "forward":
            at = graph.backward.edges(entity)
            relations = (~graph.backward.relations[at]).tolist()
            found += zip(relations, graph.backward.neighbors[at].tolist(), strict=True)
        return found

    return edges


def edges_into(graph: KnowledgeGraph, direction: Direction) -> Edges:
    """The same edges seen from their other end, for searching from targets."""
    return edges_of(graph, _BACK[direction])


def neighbors_by(graph: KnowledgeGraph, entity: int, relation: int) -> list[int]:
    """Where one signed relation leads from an entity, ascending."""
    csr = graph.forward if relation >= 0 else graph.backward
    found: list[int] = csr.neighbors[
        csr.edges(entity, relation if relation >= 0 else ~relation)
    ].tolist()
    return found


def distances(
    edges: Edges,
    starts: Iterable[int],
    max_hops: int | None = None,
    *,
    until: Iterable[int] = (),
    without: int | None = None,
) -> dict[int, int]:
    """How many hops each entity is from the nearest start.

    Args:
        edges: What leads away from an entity.
        starts: Where the search begins.
        max_hops: How far it goes; None for no bound.
        until: It may stop after the level at which all of these are found.
        without: An entity that is taken out of the graph.
    """
    level = sorted({entity for entity in starts if entity != without})
    found = dict.fromkeys(level, 0)
    wanted = set(until)
    hops = 0
    while level and (max_hops is None or hops < max_hops):
        if wanted and wanted <= found.keys():
            break
        hops += 1
        reached = {neighbor for entity in level for _, neighbor in edges(entity)}
        level = sorted(reached - found.keys() - {without})
        found.update(dict.fromkeys(level, hops))
    return found
