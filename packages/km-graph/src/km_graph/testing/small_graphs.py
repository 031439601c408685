"""Graphs small enough to check by hand, for the contract tests of walkers."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from km_graph.graph import KnowledgeGraph
from km_graph.graph.vocabulary import Vocabulary
from km_graph.paths import PathBatch

Row = tuple[int, list[int], list[int]]
"""Owner, entity ids and signed relation ids of one path."""


def small_graph(
    triples: Sequence[tuple[int, int, int]], *, n_entities: int = 4, n_relations: int = 3
) -> KnowledgeGraph:
    """The graph of these (head, relation, tail) ids; up to ten of each have labels."""
    return KnowledgeGraph.from_ids(
        np.array(triples, np.int32).reshape(-1, 3),
        Vocabulary.of([f"e{i}" for i in range(n_entities)], kind="entity"),
        Vocabulary.of([f"r{i}" for i in range(n_relations)], kind="relation"),
    )


LINE = small_graph([(0, 0, 1), (1, 1, 2)])
"""0 → 1 → 2, and 3 apart."""
DIAMOND = small_graph([(0, 0, 1), (0, 0, 2), (1, 1, 3), (2, 1, 3)])
"""0 → 1 → 3 and 0 → 2 → 3."""
PARALLEL = small_graph([(0, 0, 1), (0, 1, 1), (1, 0, 0)], n_entities=2)
"""Two edges 0 → 1 and one back."""
LOOP = small_graph([(0, 0, 0), (0, 1, 1)], n_entities=2)
"""A self-loop on 0, and 0 → 1."""
EMPTY = small_graph([], n_entities=0, n_relations=0)


def ids(*values: int) -> NDArray[np.int32]:
    """Ids as an array."""
    return np.array(values, np.int32)


def rows(batch: PathBatch) -> list[Row]:
    """The paths of a batch as lists."""
    return list(batch.rows())
