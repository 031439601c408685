"""A networkx graph in arrays, whose nodes and edges keep their order."""

import math
from collections.abc import Hashable, Sequence
from functools import cached_property
from importlib import import_module
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from km_graph.graph import KnowledgeGraph
from km_graph.graph.vocabulary import Vocabulary
from km_graph.paths import Groups
from km_walk_native.building import graph_from_ids

_networkx: Any = import_module("networkx")  # by name: networkx has no types to check against


class NumberedGraph:
    """Nodes by their position in the graph, and adjacency in the order networkx walks it.

    An undirected edge is two arcs. Attributes of nodes and edges are left out.

    Args:
        nodes: The nodes in the graph's order.
        offsets: ``(n_nodes + 1,) int64``; the arcs of node ``i`` are
            ``offsets[i]:offsets[i + 1]``.
        neighbors: ``(n_arcs,) int32``, parallel edges side by side.
        directed: Whether the edges are.
        multigraph: Whether there may be parallel edges.
    """

    __networkx_backend__ = "km"

    def __init__(
        self,
        nodes: Sequence[Hashable],
        offsets: NDArray[np.int64],
        neighbors: NDArray[np.int32],
        *,
        directed: bool,
        multigraph: bool,
    ) -> None:
        self.nodes = nodes
        self._arrays = offsets, neighbors
        self._directed = directed
        self._multigraph = multigraph
        self._positions = {node: i for i, node in enumerate(nodes)}

    @classmethod
    def of(cls, graph: Any) -> "NumberedGraph":
        """The numbered form of a networkx graph of any kind."""
        nodes = list(graph)
        positions = {node: i for i, node in enumerate(nodes)}
        adjacent = [near for _, near in graph.adjacency()]
        if graph.is_multigraph():
            adjacent = [_with_parallels(near) for near in adjacent]
        offsets = np.zeros(len(nodes) + 1, np.int64)
        np.cumsum([len(near) for near in adjacent], out=offsets[1:])
        arcs = map(positions.__getitem__, chain.from_iterable(adjacent))
        neighbors = np.fromiter(arcs, np.int32, int(offsets[-1]))
        return cls(
            nodes,
            offsets,
            neighbors,
            directed=graph.is_directed(),
            multigraph=graph.is_multigraph(),
        )

    def __reduce__(self) -> tuple[Any, ...]:
        # networkx keeps this in the graph it was made of, which must stay fit to be pickled.
        return _numbered_graph, (self.nodes, *self._arrays, self._directed, self._multigraph)

    def __len__(self) -> int:
        return len(self.nodes)

    def __contains__(self, node: object) -> bool:
        return self.position(node) is not None

    def is_directed(self) -> bool:
        """Whether the edges have a direction; the name is networkx's."""
        return self._directed

    def is_multigraph(self) -> bool:
        """Whether there may be parallel edges; the name is networkx's."""
        return self._multigraph

    def position(self, node: object) -> int | None:
        """The position of a node, or None where the graph has no such node."""
        try:
            return self._positions.get(node)
        except TypeError:  # not hashable, so no node
            return None

    def arcs(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Start and end of every arc, start by start, in the order networkx walks them."""
        offsets, neighbors = self._arrays
        return np.repeat(np.arange(len(self), dtype=np.int32), np.diff(offsets)), neighbors

    def group(self, node: object) -> Groups:
        """A node as a walker takes it: one group, empty where there is no such node."""
        position = self.position(node)
        return Groups.of([[] if position is None else [position]])

    def hops(self, cutoff: float | None) -> int:
        """The most hops within a cutoff, which networkx lets be negative, broken or infinite."""
        return len(self) if cutoff is None else math.ceil(max(0, min(cutoff, len(self))))

    @cached_property
    def with_parallel_edges(self) -> KnowledgeGraph:
        """All arcs as triples.

        The relation of an arc is its place among those of its node: the walker goes through
        relations in order, so it goes through neighbours in the order networkx does.
        """
        heads, tails = self.arcs()
        ranks = np.arange(len(tails)) - self._arrays[0][heads]
        rows = np.column_stack([heads, ranks.astype(np.int32), tails])
        n_ranks = int(np.diff(self._arrays[0]).max(initial=0))
        return graph_from_ids(rows, _numbers(len(self), "entity"), _numbers(n_ranks, "relation"))

    @cached_property
    def simple(self) -> KnowledgeGraph:
        """One arc for each pair of adjacent nodes."""
        if not self._multigraph:
            return self.with_parallel_edges
        rows = self.with_parallel_edges.triple_ids()
        first = np.ones(len(rows), bool)
        first[1:] = (rows[1:, [0, 2]] != rows[:-1, [0, 2]]).any(axis=1)
        graph = self.with_parallel_edges
        return graph_from_ids(rows[first], graph.entities, graph.relations)

    def arcs_in_networkx(self) -> Any:
        """A ``DiGraph`` of all arcs that networkx walks in the same order as the original."""
        return self._fill(_networkx.DiGraph(), slice(None))

    def to_networkx(self) -> Any:
        """A networkx graph of the same kind, nodes and edges, without attributes and keys."""
        kind = "DiGraph" if self._directed else "Graph"
        empty = getattr(_networkx, f"Multi{kind}" if self._multigraph else kind)()
        heads, tails = self.arcs()
        return self._fill(empty, slice(None) if self._directed else heads <= tails)

    def _fill(self, empty: Any, kept: slice | NDArray[np.bool_]) -> Any:
        heads, tails = (ends[kept].tolist() for ends in self.arcs())
        empty.add_nodes_from(self.nodes)
        empty.add_edges_from(
            (self.nodes[a], self.nodes[b]) for a, b in zip(heads, tails, strict=True)
        )
        return empty


def _numbered_graph(
    nodes: Sequence[Hashable],
    offsets: NDArray[np.int64],
    neighbors: NDArray[np.int32],
    directed: bool,
    multigraph: bool,
) -> NumberedGraph:
    return NumberedGraph(nodes, offsets, neighbors, directed=directed, multigraph=multigraph)


def _with_parallels(near: Any) -> list[Hashable]:
    return [neighbor for neighbor, keys in near.items() for _ in keys]


def _numbers(count: int, kind: str) -> Vocabulary:
    """Labels nobody reads: numbers of one width, so that label ``i`` has the id ``i``."""
    width = len(str(count))
    blob = b"".join(b"%0*d" % (width, i) for i in range(count))
    return Vocabulary(blob, np.arange(count + 1, dtype=np.int64) * width, kind=kind)
