"""Files of generated triples to a graph in memory, by each encoder and its peers.

Each takes seconds, so ours is the better of two runs and a peer's is one run, on the first
triples alone where a library is slow.
"""

import csv
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import networkx as nx
from generated import tsv
from measuring import LARGE, Row, goal, once, peer, row

from km_graph.encoding import load_encoder
from km_graph.graph import KnowledgeGraph
from km_graph.importing import encode
from km_graph.opening import open_graph, save_graph
from km_graph.sources import find_source

PACKAGE = "km-graph"
TRIPLES = 1_000_000
FEW = 100_000  # of which some libraries have enough


def rows() -> list[Row]:
    """One row for each thing measured."""
    return [*tables(), *ntriples(), *growth()]


def seconds(run: Callable[[], object]) -> float:
    """CPU seconds of the better of two runs."""
    return min(once(run) for _ in range(2))


def with_encoder(file: Path, name: str) -> KnowledgeGraph:
    """The graph by one encoder."""
    encoder = load_encoder(name)
    encode(find_source(file), encoder)
    return encoder.finish()


def first(file: Path, n: int) -> Iterator[list[str]]:
    """The first triples as Python's own reader gives them."""
    with file.open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        yield from islice(reader, n)


def with_networkx(file: Path) -> object:
    """The first triples as networkx users read them."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_edges_from((head, tail, relation) for head, relation, tail in first(file, FEW))
    return graph


def with_igraph(file: Path) -> object:
    """The first triples as igraph users read them."""
    edges = ((head, tail, relation) for head, relation, tail in first(file, FEW))
    return peer("igraph").Graph.TupleList(edges, directed=True, edge_attrs=["relation"])


def with_polars(file: Path) -> object:
    """A table read by polars, its labels numbered by a dictionary; no adjacency."""
    polars = peer("polars")
    names = ["head", "relation", "tail"]
    table = polars.read_csv(
        file, separator="\t", has_header=False, new_columns=names, quote_char=None
    )
    labels = polars.concat([table["head"], table["tail"]]).unique().sort()
    ids = {label: i for i, label in enumerate(labels.to_list())}
    columns = (table[name].to_list() for name in ("head", "tail"))
    return ids, [[ids[label] for label in column] for column in columns], table["relation"]


def tables() -> Iterator[Row]:
    """A TSV file to a graph in memory."""
    file = tsv(TRIPLES, n_entities=300_000)
    others: list[tuple[str, str, Callable[[Path], object], int]] = [
        ("networkx", f"networkx {nx.__version__}", with_networkx, FEW),
        ("igraph", "igraph", with_igraph, FEW),
        ("polars", "polars and a dictionary, no adjacency", with_polars, TRIPLES),
    ]
    theirs = {
        name: 1e6 * once(lambda run=run: run(file)) / n
        for module, name, run, n in others
        if peer(module)
    }
    for encoder in ("native", "arrow", "python"):
        ours = 1e6 * seconds(lambda encoder=encoder: with_encoder(file, encoder)) / TRIPLES
        for name in theirs if encoder == "native" else list(theirs)[:1]:
            work = f"import TSV, encoder {encoder}"
            yield row(PACKAGE, work, "µs/triple", ours, name, theirs[name])


def ntriples() -> Iterator[Row]:
    """N-Triples files to a finished folder, of edges alone and with three literals in ten lines."""
    with tempfile.TemporaryDirectory() as folder:
        edges, mixed, made = (Path(folder) / name for name in ("edges.nt", "mixed.nt", "graph"))
        triples = list(first(tsv(TRIPLES, n_entities=300_000), FEW))
        edges.write_text("".join(ntriple(triple, "edge") for triple in triples), "utf-8")
        kinds = ("edge", "edge", "label", "edge", "edge", "date", "edge", "edge", "label", "edge")
        mixed.write_text("".join(map(ntriple, triples, cycle(kinds))), "utf-8")

        def imported(file: Path) -> None:
            shutil.rmtree(made, ignore_errors=True)
            save_graph(open_graph(file), made)

        with_literals = 1e6 * seconds(lambda: imported(mixed)) / FEW
        yield goal(PACKAGE, "N-Triples, 30 % literals, to a folder", "µs/triple", with_literals, 4)
        ours = 1e6 * seconds(lambda: imported(edges)) / FEW
        yield goal(PACKAGE, "N-Triples to a folder", "µs/triple", ours, 4)
        for name, run in (("rdflib", with_rdflib), ("pyoxigraph", with_pyoxigraph)):
            if library := peer(name):
                theirs = 1e6 * once(lambda run=run, library=library: run(library, edges)) / FEW
                yield row(PACKAGE, "N-Triples to a folder", "µs/triple", ours, name, theirs)


def ntriple(triple: list[str], kind: str) -> str:
    """A line of N-Triples: an edge, a label with its language, or a date."""
    head, relation, tail = (label.replace(" ", "_") for label in triple)
    subject, name = f"<http://example.org/{head}>", f"<http://example.org/{relation}>"
    if kind == "edge":
        return f"{subject} {name} <http://example.org/{tail}> .\n"
    if kind == "label":
        return f'{subject} {name} "{tail}"@en .\n'
    return f'{subject} {name} "{tail}"^^<http://www.w3.org/2001/XMLSchema#date> .\n'


def with_rdflib(library: Any, file: Path) -> object:
    """The triples as rdflib reads them."""
    return library.Graph().parse(file, format="nt")


def with_pyoxigraph(library: Any, file: Path) -> object:
    """The triples in a store of pyoxigraph's in memory."""
    store = library.Store()
    store.bulk_load(path=str(file), format=library.RdfFormat.N_TRIPLES)
    return store


def growth() -> Iterator[Row]:
    """A triple of a large file beside one of a small file; and a large file altogether."""
    sizes = [FEW, TRIPLES, *([10 * TRIPLES] if LARGE else [])]
    each = {}
    for n in sizes:
        file = tsv(n, n_entities=300_000 if n == TRIPLES else n // 10)
        each[n] = 1e6 * seconds(lambda file=file: with_encoder(file, "native")) / n
    for n in sizes[1:]:
        work = f"import TSV, {n // TRIPLES} M triples"
        yield row(PACKAGE, work, "µs/triple", each[n], f"of {FEW:,}", each[FEW])
    if LARGE:
        file = tsv(10 * TRIPLES, n_entities=TRIPLES)
        with tempfile.TemporaryDirectory() as folder:
            made = Path(folder) / "graph"
            took = once(lambda: save_graph(open_graph(file), made), time.perf_counter)
        yield goal(PACKAGE, "import TSV, 10 M triples to a folder", "s wall", took, 12)
