"""A small undirected graph of numbered nodes."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class SmallGraph:
    """Nodes 0, 1, 2 … and undirected edges between different ones.

    Attributes:
        n_nodes: How many nodes.
        edges: Each once, the lower number first; sorted.
    """

    n_nodes: int
    edges: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, n_nodes: int, edges: Iterable[tuple[int, int]]) -> "SmallGraph":
        """The graph of these edges; loops and repeated edges are left out."""
        kept = {(min(edge), max(edge)) for edge in edges if edge[0] != edge[1]}
        return cls(n_nodes, tuple(sorted(kept)))

    @cached_property
    def neighbors(self) -> tuple[tuple[int, ...], ...]:
        """The neighbours of each node, ascending."""
        found: list[list[int]] = [[] for _ in range(self.n_nodes)]
        for low, high in self.edges:
            found[low].append(high)
            found[high].append(low)
        return tuple(tuple(sorted(nodes)) for nodes in found)
