"""How far the walks are from the limit, and what size, changes and threads do to them."""

import os
import subprocess
from collections.abc import Iterator

import networkx as nx
import numpy as np
from compiling import compiled
from graphs import Bench, large, medium, small
from measuring import LARGE, Row, cpu, goal, kept, peer, row, wall
from walk_peers import HOPS

from km_graph.graph import KnowledgeGraph
from km_graph.graph.changed_graph import ChangedGraph, Delta
from km_graph.graph.csr import Csr
from km_graph.graph.delta import ragged
from km_walk_native import NativeWalker

PACKAGE = "km-walk-native"
N_WALKS = 120_000
N_FEW = 200_000  # triples, of which other libraries have enough


def rows() -> list[Row]:
    """One row for each thing measured."""
    bench = medium()
    return [
        *bare_loop(),
        *bytes_a_triple(bench.graph),
        changed(bench),
        *threads(bench),
        *growth(bench),
    ]


def bare_loop() -> Iterator[Row]:
    """The walks of the C++ core beside a bare loop that makes the same walks."""
    program = compiled("bare_walk")
    for name in ("small", "medium", *(["large"] if LARGE else [])):
        if program is not None:
            said = subprocess.check_output([program, name, "limit"], text=True)
            bare, ours = (float(line.split(" CPU")[0].split()[-1]) for line in said.splitlines())
            work = f"uniform walks in C++, {name}"
            least = 0.77 if name != "large" else None  # within 1.3 times
            yield row(PACKAGE, work, "ns/step", ours, "bare interleaved loop", bare, least)


def bytes_a_triple(graph: KnowledgeGraph) -> Iterator[Row]:
    """Memory of both directions, labels apart."""
    size = sum(array.nbytes for array in (*graph.forward, *graph.backward)) / len(graph)
    work = "memory, both directions, 10 M triples"
    yield goal(PACKAGE, work, "bytes/triple", size, 18)
    triples = graph.triple_ids()[:: len(graph) // N_FEW]

    others = {"networkx": of_networkx, "igraph": of_igraph}
    for name, make in others.items():
        if peer(name):
            theirs = kept(make, triples) / len(triples)
            beside = f"{name}, {len(triples):,} triples"
            yield row(PACKAGE, work, "bytes/triple", size, beside, theirs)


def of_networkx(triples: np.ndarray) -> object:
    """The triples in networkx."""
    made: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    made.add_edges_from((h, t, r) for h, r, t in triples.tolist())
    return made


def of_igraph(triples: np.ndarray) -> object:
    """The triples in igraph, over the entities they have."""
    ends = np.unique(triples[:, [0, 2]], return_inverse=True)[1].reshape(-1, 2)
    return peer("igraph").Graph(int(ends.max()) + 1, ends, edge_attrs={"r": triples[:, 1]})


def seconds_a_step(graph: KnowledgeGraph, bench: Bench, walker: NativeWalker, clock=cpu) -> float:
    """Uniform walks."""
    starts = np.resize(np.random.default_rng(3).permutation(bench.starts), N_WALKS)
    seconds = clock(lambda: walker.random_walks(graph, starts, hops=HOPS, seed=0))
    return seconds / (N_WALKS * HOPS)


def changed(bench: Bench) -> Row:
    """Walks on a graph of which one entity in a hundred has edges of its own now."""
    walker = NativeWalker(threads=1)
    graph = bench.graph
    some = np.sort(np.random.default_rng(7).permutation(graph.n_entities)[::100]).astype(np.int32)
    deltas = [Delta(some, _edges(csr, some)) for csr in (graph.forward, graph.backward)]
    other = ChangedGraph(graph, graph.entities, graph.relations, *deltas)
    ours = seconds_a_step(other, bench, walker) * 1e9
    plain = seconds_a_step(graph, bench, walker) * 1e9
    work = "uniform walks, medium, 1 % of entities changed"
    return row(PACKAGE, work, "ns/step", ours, "unchanged", plain, 0.77)


def _edges(csr: Csr, some: np.ndarray) -> Csr:
    # The edges they have: the walks are the same, only the way to them is another.
    lengths = np.diff(csr.offsets)[some]
    index = ragged(csr.offsets[some], lengths)
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    return Csr(offsets, csr.relations[index], csr.neighbors[index])


def threads(bench: Bench) -> Iterator[Row]:
    """Wall time of two threads beside one, where there are two cores."""
    if len(os.sched_getaffinity(0)) > 1:
        one, two = (
            1e9 * seconds_a_step(bench.graph, bench, NativeWalker(threads=n), wall) for n in (1, 2)
        )
        work = "uniform walks, medium, two threads (wall)"
        yield row(PACKAGE, work, "ns/step", two, "one thread", one, 1.7)


def growth(bench: Bench) -> Iterator[Row]:
    """A step on a graph larger than any cache beside one on a small graph."""
    walker = NativeWalker(threads=1)
    little = seconds_a_step(small().graph, small(), walker) * 1e9
    for big in (bench, *([large()] if LARGE else [])):
        ours = seconds_a_step(big.graph, big, walker) * 1e9
        work = f"uniform walks, {big.name}"
        least = 0.167 if big.name == "large" else None  # at most 6 times the time
        yield row(PACKAGE, work, "ns/step", ours, "the small graph", little, least)
