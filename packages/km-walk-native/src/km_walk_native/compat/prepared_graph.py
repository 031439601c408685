"""What is made of a networkx graph to walk on it: nodes by position, edges with weights."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from km_graph.errors import InvalidQueryError
from km_graph.graph import KnowledgeGraph
from km_graph.graph.csr import adjacency
from km_graph.graph.vocabulary import Vocabulary


@dataclass(frozen=True, eq=False)
class PreparedGraph:
    """A networkx graph in arrays, to be given in its place; later changes of it are not seen.

    Attributes:
        graph: Nodes in the order of the networkx graph, one edge each way of an undirected one.
        weights: Of every edge, those of parallel ones added up; None where all are equal.
        degrees: Weighted, of every node, edges in and out together.
    """

    graph: KnowledgeGraph
    weights: NDArray[np.float64] | None
    degrees: NDArray[np.float64]

    def has_edges(self, heads: NDArray[np.int64], tails: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether an edge leads from each head to its tail; a node of -1 has none."""
        n = self.graph.n_entities
        forward = self.graph.forward
        edges = forward.sources().astype(np.int64) * n + forward.neighbors
        wanted = heads * n + tails
        at = np.minimum(np.searchsorted(edges, wanted), max(0, len(edges) - 1))
        found = edges[at] == wanted if len(edges) else np.zeros(wanted.shape, bool)
        joined: NDArray[np.bool_] = found & (heads >= 0) & (tails >= 0)
        return joined


def prepare(G: Any, sub_sampling: float = 0.0) -> PreparedGraph:  # noqa: N803 - as graph-walker
    """A networkx graph for walks; ``sub_sampling`` divides edges by the degree of their end.

    More exactly: an edge weighs its attribute ``weight`` (1 without) divided by
    ``(degree + 1) ** sub_sampling``, with the weighted degree of the node it leads to.

    Raises:
        InvalidQueryError: If a weight is not a finite number of 0 or more.
    """
    if isinstance(G, PreparedGraph):
        return G if sub_sampling == 0 else _sub_sampled(G, G.weights, sub_sampling)
    nodes = {node: i for i, node in enumerate(G)}
    rows = list(_edges(G, nodes))
    heads, tails, values = (
        (np.array(column) for column in zip(*rows, strict=True))
        if rows
        else (np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
    )
    weights = _checked(values)
    degrees: NDArray[np.float64] = np.bincount(heads, weights, len(nodes)).astype(np.float64)
    loops = np.bincount(heads[heads == tails], weights[heads == tails], len(nodes))
    degrees += np.bincount(tails, weights, len(nodes)) if G.is_directed() else loops
    graph, merged = _graph(heads, tails, weights, len(nodes))
    alike = not len(merged) or (merged[0] > 0 and bool((merged == merged[0]).all()))
    plain = PreparedGraph(graph, None if alike else merged, degrees)
    return plain if sub_sampling == 0 else _sub_sampled(plain, merged, sub_sampling)


def _edges(nx: Any, nodes: dict[Any, int]) -> Iterator[tuple[int, int, float]]:
    multi = nx.is_multigraph()
    for node, neighbors in nx.adjacency():
        head = nodes[node]
        for neighbor, data in neighbors.items():
            for attributes in data.values() if multi else (data,):
                yield head, nodes[neighbor], attributes.get("weight", 1)


def _checked(values: NDArray[Any]) -> NDArray[np.float64]:
    try:
        weights = values.astype(np.float64)
    except (TypeError, ValueError) as error:
        raise InvalidQueryError(
            f"the attribute weight of edges must be a number: {error}"
        ) from error
    wrong = ~((weights >= 0) & (weights < np.inf))
    if wrong.any():
        found = weights[wrong.argmax()]
        raise InvalidQueryError(f"edges must weigh a finite number of 0 or more, found {found}")
    return weights


def _graph(
    heads: NDArray[np.int64], tails: NDArray[np.int64], weights: NDArray[np.float64], n: int
) -> tuple[KnowledgeGraph, NDArray[np.float64]]:
    relations = np.zeros(len(heads), np.int64)
    forward = adjacency(heads, relations, tails, n_entities=n, n_relations=1)
    backward = adjacency(tails, relations, heads, n_entities=n, n_relations=1)
    edges = forward.sources().astype(np.int64) * n + forward.neighbors
    at = np.searchsorted(edges, heads * n + tails)
    merged = np.bincount(at, weights, len(edges)).astype(np.float64)
    relation = Vocabulary.of(["edge"], kind="relation")
    return KnowledgeGraph(_positions(n), relation, forward, backward), merged


def _positions(n: int) -> Vocabulary:
    """Labels whose order is that of the numbers."""
    width = len(str(n))
    labels = b"".join(b"%0*d" % (width, i) for i in range(n))
    return Vocabulary(labels, np.arange(n + 1, dtype=np.int64) * width, kind="entity")


def _sub_sampled(
    prepared: PreparedGraph, weights: NDArray[np.float64] | None, sub_sampling: float
) -> PreparedGraph:
    ends = prepared.graph.forward.neighbors
    divided = (1.0 if weights is None else weights) / (prepared.degrees[ends] + 1) ** sub_sampling
    return PreparedGraph(prepared.graph, divided, prepared.degrees)
