"""What is true of a small graph: the gold answers of the graph tasks."""

from collections import deque
from collections.abc import Mapping
from itertools import combinations

from km_data.graph_tasks.small_graph import SmallGraph

Capacities = Mapping[tuple[int, int], int]


def distances(graph: SmallGraph, source: int) -> dict[int, int]:
    """Each node that can be reached, with the number of edges of a shortest path to it."""
    found = {source: 0}
    waiting = deque([source])
    while waiting:
        node = waiting.popleft()
        for neighbor in graph.neighbors[node]:
            if neighbor not in found:
                found[neighbor] = found[node] + 1
                waiting.append(neighbor)
    return found


def has_cycle(graph: SmallGraph) -> bool:
    """Whether there is a cycle: an edge more than a forest of these components has."""
    unseen = set(range(graph.n_nodes))
    components = 0
    while unseen:
        components += 1
        unseen -= distances(graph, min(unseen)).keys()
    return len(graph.edges) > graph.n_nodes - components


def triangles(graph: SmallGraph) -> int:
    """How many sets of three nodes have all three edges."""
    edges = set(graph.edges)
    return sum(
        (low, high) in edges and node < low
        for node, neighbors in enumerate(graph.neighbors)
        for low, high in combinations(neighbors, 2)
    )


def maximum_flow(graph: SmallGraph, capacities: Capacities, source: int, target: int) -> int:
    """How much can flow from source to target, each edge in either direction."""
    left = {edge: size for (a, b), size in capacities.items() for edge in ((a, b), (b, a))}
    total = 0
    while path := _path_with_room(graph, left, source, target):
        step = min(left[edge] for edge in path)
        for a, b in path:
            left[a, b] -= step
            left[b, a] += step
        total += step
    return total


def _path_with_room(
    graph: SmallGraph, left: Capacities, source: int, target: int
) -> list[tuple[int, int]]:
    """The edges of a shortest path over which more can flow; empty if there is none."""
    before = {source: source}
    waiting = deque([source])
    while waiting and target not in before:
        node = waiting.popleft()
        for neighbor in graph.neighbors[node]:
            if neighbor not in before and left[node, neighbor] > 0:
                before[neighbor] = node
                waiting.append(neighbor)
    path: list[tuple[int, int]] = []
    node = target
    while node in before and node != source:
        path.append((before[node], node))
        node = before[node]
    return path
