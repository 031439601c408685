"""Where relation paths lead, labels in and labels out."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from km_graph.graph import KnowledgeGraph
from km_graph.paths import Groups, PathBatch
from km_graph.relation_path import RelationPath
from km_graph.walkers import PathFinder

# A path with more walks than this, answers reached many times over included, is not followed on.
_WALKS_AN_ANSWER = 1000


def follow(
    graph: KnowledgeGraph,
    pairs: Sequence[tuple[str, RelationPath]],
    *,
    walker: PathFinder,
    limit: int | None = None,
) -> PathBatch:
    """The paths from each topic along its relation path; the owner is the pair.

    A path never comes back to its topic. At most ``limit`` of each pair are found.

    Raises:
        UnknownLabelError: If the graph lacks a topic or a relation.
    """
    sources = graph.entities.ids([topic for topic, _ in pairs])
    hops = Groups.of([graph.relation_ids(path).tolist() for _, path in pairs])
    return walker.follow(graph, sources, hops, allow_return=False, limit=limit)


def answers_along(
    graph: KnowledgeGraph, pairs: Sequence[tuple[str, RelationPath]], *, walker: PathFinder
) -> list[tuple[str, ...]]:
    """The entities that each relation path ends in from its topic, sorted by label.

    A path never comes back to its topic, so a topic is no answer to its own question.

    Raises:
        UnknownLabelError: If the graph lacks a topic or a relation.
    """
    batch = follow(graph, pairs, walker=walker)
    return [tuple(graph.entities.labels(_ends(batch, i))) for i in range(len(pairs))]


def answers_within(
    graph: KnowledgeGraph,
    pairs: Sequence[tuple[str, RelationPath]],
    max_answers: int,
    *,
    walker: PathFinder,
) -> list[tuple[str, ...] | None]:
    """As ``answers_along``; None where there are more than ``max_answers``.

    None also stands for a path that is walked in more than a thousand times as many ways.
    """
    batch = follow(graph, pairs, walker=walker, limit=max_answers * _WALKS_AN_ANSWER)
    found = (
        None if batch.truncated[i] or len(ends := _ends(batch, i)) > max_answers else ends
        for i in range(len(pairs))
    )
    return [None if ends is None else tuple(graph.entities.labels(ends)) for ends in found]


def _ends(batch: PathBatch, owner: int) -> NDArray[np.int32]:
    """The entities that the paths of an owner end in, ascending, which is by label."""
    paths = batch.of_owner(owner)
    at = np.arange(paths.start, paths.stop)
    ends: NDArray[np.int32] = np.unique(batch.entities[batch.offsets[at + 1] + at])
    return ends
