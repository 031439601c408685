"""Plans executed on a graph: which relation paths it can follow, and where they end."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from km_graph.graph import KnowledgeGraph
from km_graph.paths import Groups, PathBatch
from km_graph.relation_path import RelationPath
from km_graph.walkers import Walker


class Query(NamedTuple):
    """One relation path to be followed from the topics of one question.

    Attributes:
        topics: Entity ids to start from.
        relations: Signed relation ids.
    """

    topics: tuple[int, ...]
    relations: NDArray[np.int32]


class Ends(NamedTuple):
    """Where the walks of one query end, best first.

    Attributes:
        entities: Distinct ids: those that more topics lead to first, then those that more walks
            lead to, then by id.
        walks: For each entity, the first walks to it, as positions in the batch.
    """

    entities: list[int]
    walks: list[list[int]]


def signed_relations(graph: KnowledgeGraph, path: RelationPath) -> NDArray[np.int32] | None:
    """The relation path as signed ids, or None if the graph lacks one of its relations."""
    if not path or any(relation not in graph.relations for relation, _ in path):
        return None
    return graph.relation_ids(path)


def follow(
    walker: Walker, graph: KnowledgeGraph, queries: Sequence[Query], *, limit: int
) -> tuple[PathBatch, NDArray[np.int64]]:
    """The walks of all queries in one call, and where the walks of each query begin and end.

    No walk comes back to its topic.
    """
    pairs = [(topic, query.relations) for query in queries for topic in query.topics]
    sources = np.fromiter((topic for topic, _ in pairs), np.int32, len(pairs))
    batch = walker.follow(
        graph,
        sources,
        Groups.of([relations.tolist() for _, relations in pairs]),
        allow_return=False,
        limit=limit,
    )
    pair_bounds = np.zeros(len(queries) + 1, np.int64)
    np.cumsum([len(query.topics) for query in queries], out=pair_bounds[1:])
    return batch, np.searchsorted(batch.owner, pair_bounds)


def executable(walker: Walker, graph: KnowledgeGraph, queries: Sequence[Query]) -> list[bool]:
    """For each query, whether the graph can follow it from at least one of its topics."""
    _, bounds = follow(walker, graph, queries, limit=1)
    return [bool(found) for found in np.diff(bounds) > 0]


def ends_of(
    batch: PathBatch, walks: slice, topics: Sequence[int], *, max_walks_per_end: int
) -> Ends:
    """Where the walks of one query end; never at one of its topics."""
    ends = batch.entities[batch.offsets[walks.start + 1 : walks.stop + 1] + _positions(walks)]
    order = np.argsort(ends, kind="stable")
    entities, starts, counts = np.unique(ends[order], return_index=True, return_counts=True)
    support = _support(ends, batch.owner[walks], entities)
    ranked = np.lexsort((entities, -counts, -support))
    ranked = ranked[~np.isin(entities[ranked], topics)]
    taken = np.minimum(counts, max_walks_per_end)
    return Ends(
        entities[ranked].tolist(),
        [(order[starts[i] : starts[i] + taken[i]] + walks.start).tolist() for i in ranked.tolist()],
    )


def _positions(walks: slice) -> NDArray[np.int64]:
    return np.arange(walks.start, walks.stop)


def _support(
    ends: NDArray[np.int32], owners: NDArray[np.int32], entities: NDArray[np.int32]
) -> NDArray[np.int64]:
    """From how many topics each entity is reached."""
    reached = np.unique(np.column_stack([ends, owners]), axis=0)[:, 0]
    return np.bincount(np.searchsorted(entities, reached), minlength=len(entities))
