"""Paths as long as a right one that lead elsewhere, the same whatever else is built."""

from collections.abc import Iterator
from hashlib import sha256

import numpy as np

from km_data.builders.followed import Followed
from km_data.contracts import BuildContext
from km_graph.graph import KnowledgeGraph
from km_graph.paths import Groups, Path, PathBatch

CANDIDATES = 8
"""How many wrong paths are drawn for each right one."""


def wrong_paths(
    graph: KnowledgeGraph, found: Followed, right: int, context: BuildContext
) -> Iterator[Path]:
    """Random walks as long as a right path, from where it starts, that end in no gold answer.

    Args:
        graph: The graph.
        found: A question and its paths.
        right: Which path of the batch is the right one.
        context: Whose walker draws them.
    """
    entities = found.batch.path_entities(right).tolist()
    relations = found.batch.path_relations(right).tolist()
    answers = [answer for answer in found.question.answers if answer in graph.entities]
    batch = context.walker.negative_paths(
        graph,
        PathBatch.of([(0, entities, relations)], [False]),
        Groups.of([graph.entities.ids(answers).astype(np.int32).tolist()]),
        per_positive=CANDIDATES,
        seed=_seed(context.seed, found.question.id),
    )
    yield from dict.fromkeys(batch.labeled(graph))


def _seed(seed: int, name: str) -> int:
    return int.from_bytes(sha256(f"{seed}/{name}".encode()).digest()[:8])
