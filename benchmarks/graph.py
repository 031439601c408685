"""A graph folder opened, and what it answers, beside libraries that hold a graph in memory."""

import pickle
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
from generated import tsv
from measuring import Row, cpu, goal, kept, peer, row

from km_graph.graph import KnowledgeGraph
from km_graph.opening import open_graph, save_graph

PACKAGE = "km-graph"
N_TRIPLES, N_ENTITIES = 200_000, 60_000
N_ASKED = 20_000
NETWORKX = f"networkx {nx.__version__}"


def rows() -> list[Row]:
    """One row for each thing measured."""
    graph = open_graph(file())
    return [*opening(graph), *look_ups(graph), *neighbors(graph), *memory(graph)]


@cache
def file() -> Path:
    """A generated graph that networkx can read in seconds."""
    return tsv(N_TRIPLES, n_entities=N_ENTITIES)


def triples() -> Iterator[list[str]]:
    """The triples as text."""
    with file().open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            yield line.rstrip("\n").split("\t")


def with_networkx() -> "nx.MultiDiGraph[str]":
    """The graph as networkx users hold it."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_edges_from((head, tail, relation) for head, relation, tail in triples())
    return graph


def with_igraph() -> Any:
    """The graph as igraph users hold it."""
    rows_of = ((head, tail, relation) for head, relation, tail in triples())
    return peer("igraph").Graph.TupleList(rows_of, directed=True, edge_attrs=["relation"])


def with_rdflib() -> Any:
    """The graph as rdflib users hold it."""
    rdflib = peer("rdflib")
    graph = rdflib.Graph()
    for triple in triples():
        graph.add(tuple(rdflib.URIRef(f"urn:{label.replace(' ', '_')}") for label in triple))
    return graph


PEERS: dict[str, tuple[str, Callable[[], Any]]] = {
    NETWORKX: ("networkx", with_networkx),
    "igraph": ("igraph", with_igraph),
    "rdflib": ("rdflib", with_rdflib),
}


def opening(graph: KnowledgeGraph) -> Iterator[Row]:
    """A graph that was imported before, opened and asked for one label."""
    some = graph.entities[graph.n_entities // 2]
    with tempfile.TemporaryDirectory() as folder:
        saved = Path(folder) / "saved"
        save_graph(graph, saved)
        ours = 1e3 * cpu(lambda: open_graph(saved).entities.id(some), repeats=21)
        yield goal(PACKAGE, "open a graph folder, one label to its id", "ms", ours, 5)
        work = "open a graph again"
        for name, (module, make) in PEERS.items():
            if module in ("networkx", "igraph") and peer(module):
                pickled = pickle.dumps(make())
                theirs = 1e3 * cpu(lambda pickled=pickled: pickle.loads(pickled), repeats=1)
                yield row(PACKAGE, work, "ms", ours, f"{name}, unpickled", theirs)
        if library := peer("pyoxigraph"):
            place = str(Path(folder) / "oxigraph")
            _fill(library.Store(place), library)
            theirs = 1e3 * cpu(lambda: library.Store.read_only(place), repeats=5)
            yield row(PACKAGE, work, "ms", ours, "pyoxigraph, a store on disk", theirs)


def _fill(store: Any, library: Any) -> None:
    node = library.NamedNode
    store.bulk_extend(
        library.Quad(*(node(f"urn:{label.replace(' ', '_')}") for label in triple))
        for triple in triples()
    )
    store.flush()


def look_ups(graph: KnowledgeGraph) -> Iterator[Row]:
    """Labels to ids and back, many at once and one by one."""
    ids = np.random.default_rng(1).integers(0, graph.n_entities, N_ASKED)
    labels = graph.entities.labels(ids)
    dictionary = {label: i for i, label in enumerate(graph.entities)}
    listed, numbers = list(graph.entities), ids.tolist()

    def nanoseconds(run: Callable[[], object]) -> float:
        return 1e9 * cpu(run) / N_ASKED

    one, many = "label to id, one by one from the file", "labels to ids, many"
    fresh = open_graph(file()).entities
    ours = nanoseconds(lambda: [fresh.get(label) for label in labels])
    theirs = nanoseconds(lambda: [dictionary[label] for label in labels])
    yield row(PACKAGE, one, "ns", ours, "a dictionary in memory", theirs)
    ours = nanoseconds(lambda: graph.entities.ids(labels))
    yield row(PACKAGE, many, "ns", ours, "a dictionary in memory", theirs)
    if peer("igraph"):
        other = with_igraph()
        found = nanoseconds(lambda: [other.vs.find(name=label) for label in labels])
        yield row(PACKAGE, many, "ns", ours, "igraph", found)
    ours = nanoseconds(lambda: graph.entities.labels(ids))
    theirs = nanoseconds(lambda: [listed[i] for i in numbers])
    yield row(PACKAGE, "ids to labels, many", "ns", ours, "a list in memory", theirs)


def neighbors(graph: KnowledgeGraph) -> Iterator[Row]:
    """The edges of entities, one entity after the other, as the library hands them out."""
    few = np.random.default_rng(2).choice(graph.forward.sources(), 2_000)
    labels, ids = graph.entities.labels(few), few.tolist()
    n = int(np.diff(graph.forward.offsets)[few].sum())

    def nanoseconds(run: Callable[[], object]) -> float:
        return 1e9 * cpu(run) / n

    forward = graph.forward
    ours = nanoseconds(lambda: [forward.neighbors[forward.edges(i)] for i in ids])
    other = with_networkx()
    theirs = nanoseconds(lambda: [list(other.out_edges(label, keys=True)) for label in labels])
    yield row(PACKAGE, "neighbours of an entity", "ns/neighbour", ours, NETWORKX, theirs)
    if peer("igraph"):
        made = with_igraph()
        places = [made.vs.find(name=label).index for label in labels]
        theirs = nanoseconds(lambda: [made.successors(i) for i in places])
        yield row(PACKAGE, "neighbours of an entity", "ns/neighbour", ours, "igraph", theirs)


def memory(graph: KnowledgeGraph) -> Iterator[Row]:
    """Bytes a triple of both directions, labels included."""
    parts = (graph.entities, graph.relations)
    arrays = [*graph.forward, *graph.backward, *(part.offsets for part in parts)]
    size = sum(array.nbytes for array in arrays) + sum(part.blob.nbytes for part in parts)
    ours = size / len(graph)
    for name, (module, make) in PEERS.items():
        if peer(module):
            work = "memory, labels included"
            yield row(PACKAGE, work, "bytes/triple", ours, name, kept(make) / len(graph))
