"""Which relation paths are asked for, and of which topics."""

import hashlib
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from km_graph.graph import KnowledgeGraph
from km_graph.paths import PathBatch
from km_graph.walkers import Walker

_WALKS = 20_000
Ids = tuple[int, ...]


def draw_paths(
    graph: KnowledgeGraph, *, hops: int, count: int, walker: Walker, seed: int
) -> list[Ids]:
    """Relation paths that random walks take, the most frequent first, as signed relation ids."""
    starts = np.random.default_rng([seed, hops]).choice(graph.n_entities, _WALKS).astype(np.int32)
    batch = walker.random_walks(graph, starts, hops=hops, seed=seed)
    whole = np.diff(batch.offsets) == hops
    paths, often = np.unique(_relations(batch, whole, hops), axis=0, return_counts=True)
    best = np.argsort(-often, kind="stable")[:count]
    return [tuple(row) for row in paths[best].tolist()]


def _relations(batch: PathBatch, chosen: NDArray[np.bool_], hops: int) -> NDArray[np.int32]:
    starts = batch.offsets[:-1][chosen]
    rows: NDArray[np.int32] = batch.relations[starts[:, None] + np.arange(hops)]
    return rows


def draw_topics(graph: KnowledgeGraph, path: Ids, *, seed: int) -> Iterator[int]:
    """The entities that have the first hop of a relation path, in an order drawn at random."""
    csr = graph.forward if path[0] >= 0 else graph.backward
    relation = path[0] if path[0] >= 0 else ~path[0]
    found = np.unique(csr.sources()[csr.relations == relation])
    random = np.random.default_rng(number_of(f"{seed} {path}"))
    yield from random.permutation(found).tolist()


def number_of(text: str) -> int:
    """A number that depends on a text alone, evenly spread."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
