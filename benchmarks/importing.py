"""A TSV file of a million generated triples to a graph in memory, by each encoder and its peers."""

import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import networkx as nx
from generated import tsv
from measuring import Row, row

from km_graph.encoding import load_encoder
from km_graph.importing import encode
from km_graph.sources import find_source

_TRIPLES = 1_000_000
_FEW = 100_000  # of which networkx has enough


def rows() -> list[Row]:
    """One row for each encoder."""
    file = tsv(_TRIPLES, n_entities=300_000)
    networkx = _seconds(lambda: with_networkx(file)) / _FEW
    return list(_encoders(file, networkx))


def _encoders(file: Path, networkx: float) -> Iterator[Row]:
    for name in ("native", "arrow", "python"):
        ours = _seconds(lambda name=name: with_encoder(file, name)) / _TRIPLES
        peer = f"networkx {nx.__version__}"
        work = f"import TSV, encoder {name}"
        yield row("km-graph", work, "µs/triple", ours * 1e6, peer, networkx * 1e6)


def with_encoder(file: Path, name: str) -> object:
    """The graph by one encoder."""
    encoder = load_encoder(name)
    encode(find_source(file), encoder)
    return encoder.finish()


def with_networkx(file: Path) -> object:
    """The first triples as networkx users read them."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    with file.open(encoding="utf-8") as lines:
        for line in islice(lines, _FEW):
            head, relation, tail = line.rstrip("\n").split("\t")
            graph.add_edge(head, tail, key=relation)
    return graph


def _seconds(run: Callable[[], object]) -> float:
    """CPU seconds of the better of two runs; each takes seconds, so more would be long."""
    times = []
    for _ in range(2):
        begin = time.process_time()
        made = run()
        times.append(time.process_time() - begin)
        del made
    return min(times)
