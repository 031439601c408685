"""Reading a graph file, opening it again, and the memory it takes."""

import gzip
import pickle
import tempfile
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
from measuring import DATA, Row, cpu, row

from km_graph.bridges.networkx import to_networkx
from km_graph.graph import KnowledgeGraph
from km_graph.opening import open_graph, save_graph

PACKAGE = "km-graph"


def rows() -> list[Row]:
    """One row for each thing measured."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "graph.tsv"
        file.write_text(text(), "utf-8")
        graph = open_graph(file)
        return [
            *reading(file, graph),
            *opening(graph, Path(folder)),
            memory(graph),
        ]


def text() -> str:
    """WordNet as TSV where it is there, else the world graph."""
    wordnet = DATA / "kg" / "wn18rr" / "train.txt.gz"
    if wordnet.exists():
        return gzip.decompress(wordnet.read_bytes()).decode()
    return "".join("\t".join(triple) + "\n" for triple in open_graph("world").triples())


def read_with_networkx(file: Path) -> "nx.MultiDiGraph[str]":
    """The file as networkx users read it."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            head, relation, tail = line.rstrip("\n").split("\t")
            graph.add_edge(head, tail, key=relation, relation=relation)
    return graph


def reading(file: Path, graph: KnowledgeGraph) -> Iterator[Row]:
    """A TSV file to a graph in memory."""
    ours = cpu(lambda: open_graph(file)) / len(graph)
    peer = cpu(lambda: read_with_networkx(file)) / len(graph)
    name = f"networkx {nx.__version__}"
    yield row(PACKAGE, "read a TSV file", "µs/triple", ours * 1e6, name, peer * 1e6)


def opening(graph: KnowledgeGraph, folder: Path) -> Iterator[Row]:
    """A graph that was imported before, opened again."""
    save_graph(graph, folder / "saved")
    pickled = pickle.dumps(to_networkx(graph))
    ours = cpu(lambda: open_graph(folder / "saved"))
    peer = cpu(lambda: pickle.loads(pickled))
    yield row(PACKAGE, "open it again", "ms", ours * 1e3, "networkx pickle", peer * 1e3)


def memory(graph: KnowledgeGraph) -> Row:
    """Bytes a triple of both directions, labels apart."""
    arrays = [*graph.forward, *graph.backward]
    ours = sum(array.nbytes for array in arrays) / len(graph)
    tracemalloc.start()
    peer = to_networkx(graph)
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del peer
    return row(
        PACKAGE, "memory, both directions", "bytes/triple", ours, "networkx", size / len(graph)
    )
