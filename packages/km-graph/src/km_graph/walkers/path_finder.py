"""The contract of path search."""

from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from km_graph.graph import KnowledgeGraph
from km_graph.paths import Groups, PathBatch
from km_graph.walkers.neighborhoods import Neighborhoods, Subgraphs
from km_graph.walkers.random_walker import Direction
from km_graph.walkers.relation_path_counts import RelationPathCounts


@runtime_checkable
class PathFinder(Protocol):
    """Path search.

    Wherever ids are outside the graph or a count is negative, every method raises
    InvalidQueryError. ``limit``, ``total`` and ``seconds`` are the caps of ``km_graph.walkers``.
    """

    def shortest_paths(
        self,
        graph: KnowledgeGraph,
        sources: Groups,
        targets: Groups,
        *,
        max_hops: int | None = None,
        direction: Direction = "both",
        limit: int | None = None,
        total: int | None = None,
        seconds: float | None = None,
    ) -> PathBatch:
        """All shortest paths between each source and each target of each group.

        Paths over parallel edges are distinct. A source that is its own target gives one path
        of no hops. Order: group, then source and target as given, then depth-first order.
        """
        ...

    def simple_paths(
        self,
        graph: KnowledgeGraph,
        sources: Groups,
        targets: Groups | None = None,
        *,
        max_hops: int,
        direction: Direction = "both",
        limit: int | None = None,
        total: int | None = None,
        seconds: float | None = None,
    ) -> PathBatch:
        """All paths of 1 to ``max_hops`` hops that visit no entity twice.

        With ``targets``, only paths that end in a target of the group (they may pass through
        others). Order: group, then source as given, then depth-first order.
        """
        ...

    def all_walks(
        self,
        graph: KnowledgeGraph,
        sources: Groups,
        *,
        max_hops: int,
        direction: Direction = "both",
        limit: int | None = None,
        total: int | None = None,
        seconds: float | None = None,
    ) -> PathBatch:
        """All walks of 1 to ``max_hops`` hops; entities and edges may repeat.

        What GCR indexes for a question. Order: group, then source as given, then depth-first
        order.
        """
        ...

    def follow(
        self,
        graph: KnowledgeGraph,
        sources: NDArray[np.int32],
        relation_paths: Groups,
        *,
        allow_return: bool = True,
        limit: int | None = None,
        total: int | None = None,
        seconds: float | None = None,
    ) -> PathBatch:
        """All walks from ``sources[i]`` along the signed relations ``relation_paths.group(i)``.

        Entities may repeat; with ``allow_return=False`` a walk never comes back to its source.
        An empty relation path gives the one path of no hops. Order: pair, then depth-first
        order (neighbours ascending at every hop).
        """
        ...

    def relation_paths(
        self,
        graph: KnowledgeGraph,
        sources: NDArray[np.int32],
        targets: Groups | None = None,
        *,
        max_hops: int,
        direction: Direction = "both",
        allow_return: bool = False,
        max_reached: int = 100_000,
    ) -> RelationPathCounts:
        """The relation paths of 1 to ``max_hops`` hops from ``sources[i]``.

        With ``targets``, those that reach a target of group ``i``; else all that reach anything,
        with ``hits`` 0. ``reached`` and ``hits`` count the distinct entities that ``follow``
        would end in. A relation path that reaches more than ``max_reached`` entities is neither
        reported nor extended; ``truncated`` is set where it, or some extension of it within
        ``max_hops``, would be reported. Order: source, then depth-first order with relations as
        0, 1, 2 … and then ``~0``, ``~1``, ``~2`` …; ``RelationPathCounts.ranked`` sorts by
        precision.
        """
        ...

    def neighborhoods(
        self,
        graph: KnowledgeGraph,
        sources: Groups,
        *,
        hops: int,
        direction: Direction = "both",
        limit: int | None = None,
    ) -> Neighborhoods:
        """The entities within ``hops`` of any source of each group, nearest first, then by id.

        ``limit`` keeps the first so many entities of each group.
        """
        ...

    def subgraphs(
        self,
        graph: KnowledgeGraph,
        entities: Groups,
        *,
        limit: int | None = None,
    ) -> Subgraphs:
        """The triples between the entities of each group: the subgraph they induce.

        With the entities of ``neighborhoods``, the k-hop subgraph around a question. A group
        may repeat an entity, which changes nothing. Order: group, then ascending triple ids
        (head, relation, tail); ``limit`` keeps the first so many of each group.
        """
        ...
