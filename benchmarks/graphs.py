"""The graphs that walks and searches are measured on, and the same graphs as peers want them.

Peers hold one edge between two entities, so all, ours included, are given graphs that have no
more: then all do the same work.
"""

import gzip
from dataclasses import dataclass
from functools import cache, cached_property

import networkx as nx
import numpy as np
from generated import graph as generated_graph
from generated import one_edge_a_pair
from measuring import DATA, LARGE
from numpy.typing import NDArray

from km_graph.graph import KnowledgeGraph
from km_graph.graph.vocabulary import Vocabulary
from km_graph.paths import Groups
from km_walk_native import NativeWalker

FB15K = DATA / "kg" / "fb15k-237"


@dataclass(frozen=True)
class Bench:
    """A graph with at most one edge between two entities, and no loops."""

    name: str
    graph: KnowledgeGraph

    @cached_property
    def starts(self) -> NDArray[np.int32]:
        """The entities that have an edge."""
        degrees = np.diff(self.graph.forward.offsets) + np.diff(self.graph.backward.offsets)
        return np.flatnonzero(degrees).astype(np.int32)

    @cached_property
    def csr(self) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
        """Undirected adjacency as peers take it: offsets and neighbours, ascending."""
        triples = self.graph.triple_ids()
        heads = np.concatenate([triples[:, 0], triples[:, 2]]).astype(np.int64)
        packed = heads << 32 | np.concatenate([triples[:, 2], triples[:, 0]])
        packed.sort()
        counts = np.bincount(packed >> 32, minlength=self.graph.n_entities)
        offsets = np.concatenate([[0], np.cumsum(counts)])
        return offsets.astype(np.uint32), (packed & 0xFFFFFFFF).astype(np.uint32)

    @cached_property
    def undirected(self) -> "nx.Graph[int]":
        """What RoG makes of a graph."""
        return self._networkx(nx.Graph())

    @cached_property
    def directed(self) -> "nx.DiGraph[int]":
        """What GCR makes of a graph."""
        return self._networkx(nx.DiGraph())

    def _networkx(self, made: "nx.Graph[int]") -> "nx.Graph[int]":
        made.add_nodes_from(range(self.graph.n_entities))
        for head, relation, tail in self.graph.triple_ids().tolist():
            made.add_edge(head, tail, relation=relation)
        return made


def simplified(graph: KnowledgeGraph) -> KnowledgeGraph:
    """The graph with one edge between two entities."""
    rows = one_edge_a_pair(graph.triple_ids())
    return KnowledgeGraph.from_ids(rows, graph.entities, graph.relations)


@cache
def whole() -> KnowledgeGraph:
    """FB15k-237, or a graph as large: 15,000 entities, 300,000 triples, hubs, 237 relations."""
    if FB15K.is_dir():
        names = ("train.txt.gz", "valid.txt.gz", "test.txt.gz")
        texts = (gzip.decompress((FB15K / name).read_bytes()).decode() for name in names)
        lines = (line.split("\t") for text in texts for line in text.splitlines())
        return KnowledgeGraph.from_triples((h, r, t) for h, r, t in lines)
    random = np.random.default_rng(0)
    ends = (15_000 * random.random((300_000, 2)) ** 2).astype(np.int32)
    relations = (237 * random.random(300_000) ** 3).astype(np.int32)
    return KnowledgeGraph.from_ids(
        np.column_stack([ends[:, 0], relations, ends[:, 1]]),
        Vocabulary.of([f"e{i:05}" for i in range(15_000)], kind="entity"),
        Vocabulary.of([f"r{i:03}" for i in range(237)], kind="relation"),
    )


@cache
def small() -> Bench:
    """FB15k-237."""
    return Bench("small", simplified(whole()))


@cache
def medium() -> Bench:
    """A million entities, ten million triples."""
    made = generated_graph(10_000_000, n_entities=1_000_000, n_relations=2_000)
    return Bench("medium", made)


def large() -> Bench:
    """Five million entities, sixty million triples: gigabytes, so nothing keeps it."""
    made = generated_graph(60_000_000, n_entities=5_000_000, n_relations=5_000)
    return Bench("large", made)


def sizes() -> list[Bench]:
    """The graphs to measure on in this run."""
    return [small(), medium(), *([large()] if LARGE else [])]


def questions(graph: KnowledgeGraph, n: int) -> list[tuple[int, list[int], list[int]]]:
    """Questions made by walking: topic entity, relation path, up to ten answers at its end.

    People ask about entities of which much is known: a topic is the head of some triple.
    """
    walker = NativeWalker(threads=1)
    starts = np.random.default_rng(1).choice(graph.forward.sources(), 10 * n)
    walks = walker.random_walks(graph, starts, hops=2, direction="forward", seed=1)
    found = []
    for i in range(len(walks)):
        path = walks.path_relations(i).tolist()
        if len(path) == 2 and len(found) < n:
            ends = walker.follow(graph, starts[i : i + 1], Groups.of([path])).ends()
            found.append((int(starts[i]), path, np.unique(ends).tolist()[:10]))
    return found
