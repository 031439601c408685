"""Random walks by other libraries, each on the graph of a ``Bench`` in the form it likes best.

Each function returns the CPU seconds a step, or None where the library is not installed. What a
library prepares once for a graph is left out, but for graph-walker's own interface, which
prepares it at every call.
"""

import tempfile
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
from graphs import Bench
from measuring import cpu, peer
from numpy.typing import NDArray

HOPS = 25


def graph_walker(
    bench: Bench,
    starts: NDArray[np.int32],
    *,
    weights: NDArray[np.float32] | None = None,
    p: float = 1.0,
    q: float = 1.0,
    repeats: int = 5,
) -> float | None:
    """graph-walker's compiled functions on an adjacency that is there already."""
    walker = peer("_walker")
    if walker is None:
        return None
    offsets, neighbors = bench.csr
    data = np.ones(len(neighbors), np.float32) if weights is None else weights
    degrees = np.diff(offsets.astype(np.int64))
    sums = np.add.reduceat(np.append(data, 0), np.minimum(offsets[:-1], len(data)))
    data = (data / np.repeat(np.maximum(sums, 1e-30), degrees)).astype(np.float32)
    arrays = (offsets, neighbors, data, starts.astype(np.uint32), 1, HOPS + 1)
    if p == q == 1.0:
        seconds = cpu(lambda: walker.random_walks(*arrays), repeats)
    else:
        seconds = cpu(lambda: walker.node2vec_random_walks(*arrays, p, q), repeats)
    return seconds / (len(starts) * HOPS)


def graph_walker_called(bench: Bench, n_walks: int = 8) -> float | None:
    """graph-walker as people call it, from a networkx graph."""
    walker = peer("walker")
    if walker is None:
        return None
    graph = bench.undirected
    options = {"n_walks": n_walks, "walk_len": HOPS + 1, "verbose": False}
    seconds = cpu(lambda: walker.random_walks(graph, **options), repeats=3)
    return seconds / (len(graph) * n_walks * HOPS)


def ensmallen(bench: Bench, *, p: float = 1.0, q: float = 1.0) -> float | None:
    """Complete walks of ensmallen, exact (no sampling of neighbours), one from every entity."""
    if peer("ensmallen") is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        graph = _ensmallen_graph(bench, Path(folder) / "edges.tsv")
    n_walks = graph.get_number_of_nodes()
    options = {"return_weight": 1 / p, "explore_weight": 1 / q, "max_neighbours": None}
    repeats = 5 if bench.name == "small" else 1  # a run on the medium graph takes ten seconds
    seconds = cpu(lambda: graph.complete_walks(walk_length=HOPS + 1, **options), repeats)
    return seconds / (n_walks * HOPS)


def _ensmallen_graph(bench: Bench, file: Path) -> Any:
    triples = bench.graph.triple_ids()
    np.savetxt(file, triples[:, [0, 2]], "%d", "\t", header="source\tdestination", comments="")
    return peer("ensmallen").Graph.from_csv(
        edge_path=str(file),
        edge_list_separator="\t",
        sources_column="source",
        destinations_column="destination",
        directed=False,
        verbose=False,
        name="benchmark",
    )


def csrgraph(bench: Bench, starts: NDArray[np.int32]) -> float | None:
    """csrgraph, compiled by numba in the first run."""
    library = peer("csrgraph")
    if library is None:
        return None
    sparse = peer("scipy.sparse")
    offsets, neighbors = bench.csr
    data = np.ones(len(neighbors), np.float32)
    n = bench.graph.n_entities
    matrix = sparse.csr_matrix((data, neighbors.astype(np.int32), offsets.astype(np.int32)), (n, n))
    graph = library.csrgraph(matrix, threads=2)
    seconds = cpu(lambda: graph.random_walks(walklen=HOPS + 1, start_nodes=starts))
    return seconds / (len(starts) * HOPS)


def igraph(bench: Bench, starts: NDArray[np.int32]) -> float | None:
    """igraph, one call a walk."""
    library = peer("igraph")
    if library is None:
        return None
    graph = library.Graph(bench.graph.n_entities, bench.graph.triple_ids()[:, [0, 2]])
    few = starts.tolist()
    seconds = cpu(lambda: [graph.random_walk(start, HOPS) for start in few])
    return seconds / (len(few) * HOPS)


def rustworkx(bench: Bench, starts: NDArray[np.int32]) -> float | None:
    """rustworkx, one call a walk."""
    library = peer("rustworkx")
    if library is None:
        return None
    graph = library.PyGraph(multigraph=False)
    graph.add_nodes_from(range(bench.graph.n_entities))
    graph.add_edges_from_no_data(list(map(tuple, bench.graph.triple_ids()[:, [0, 2]].tolist())))
    few = starts.tolist()
    seconds = cpu(lambda: [library.generate_random_path(graph, s, HOPS) for s in few])
    return seconds / (len(few) * HOPS)


def networkx(bench: Bench, starts: NDArray[np.int32]) -> float:
    """Plain Python over neighbour lists of a networkx graph, made beforehand."""
    graph: nx.Graph[int] = bench.undirected
    neighbors = {entity: list(graph[entity]) for entity in graph}

    def walk(start: int) -> list[int]:
        entities = [start]
        for number in np.random.default_rng(start).random(HOPS).tolist():
            choices = neighbors[entities[-1]]
            entities.append(choices[int(number * len(choices))])
        return entities

    few = starts.tolist()
    return cpu(lambda: [walk(start) for start in few]) / (len(few) * HOPS)
