"""The contracts of walking: random walks and path search, batch first.

Every implementation returns the same paths in the same order as the reference walker
(``km_graph.reference``), which is the specification in plain Python.

Adjacency order. The edges of an entity are seen in this order: its forward edges by (relation,
neighbour), then, where the direction allows, its backward edges by (relation, neighbour). A
self-loop seen in both directions is two edges, ``r`` and ``~r``. "Depth-first order" below is the
order of a depth-first search that takes edges in adjacency order and emits a path before its
extensions.
"""

import logging
from functools import cache
from typing import Literal, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from km_graph.errors import PluginError
from km_graph.graph import KnowledgeGraph
from km_graph.paths import Groups, Neighborhoods, PathBatch, RelationPathCounts
from km_graph.plugins import PluginGroup

logger = logging.getLogger(__name__)

Direction = Literal["forward", "backward", "both"]
"""Which edges a walk may take: head to tail, tail to head, or either."""

WALKERS = PluginGroup("km.walkers")


@runtime_checkable
class RandomWalker(Protocol):
    """Seeded random walks."""

    def random_walks(
        self,
        graph: KnowledgeGraph,
        starts: NDArray[np.int32],
        *,
        hops: int,
        walks_per_start: int = 1,
        direction: Direction = "both",
        seed: int,
    ) -> PathBatch:
        """Walks of at most ``hops`` hops, each next edge uniform among those in adjacency order.

        A pure function of its arguments: thread count and machine change nothing. Walk ``w``
        (``w = start index * walks_per_start + repeat``) takes at hop ``t`` the edge
        ``(draw(seed, w, t) * degree) >> 64``, where ``draw`` is splitmix64 in counter mode; see
        ``km_graph.reference.random_walks``. A walk ends early at an entity without an edge; it
        is shorter then, never padded.

        Returns:
            One path for each walk, in order of ``w``; ``owner`` is the index into ``starts``.
            Nothing is ever truncated.

        Raises:
            InvalidQueryError: If a start is not an entity id, or ``hops``,
                ``walks_per_start`` or ``seed`` is negative, or ``seed`` is 2**64 or more.
        """
        ...


@runtime_checkable
class PathFinder(Protocol):
    """Path search.

    Wherever ids are outside the graph or a count is negative, every method raises
    InvalidQueryError. ``limit`` keeps the first so many paths of each owner in the order stated
    and sets ``truncated`` where there are more.
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
    ) -> PathBatch:
        """All paths of 1 to ``max_hops`` hops that visit no entity twice.

        With ``targets``, only paths that end in a target of the group (they may pass through
        others). Order: group, then source as given, then depth-first order.
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
    ) -> PathBatch:
        """All walks from ``sources[i]`` along the signed relations ``relation_paths.group(i)``.

        Entities may repeat; with ``allow_return=False`` a walk never comes back to its source.
        An empty relation path gives the one path of no hops. Order: pair, then depth-first
        order (neighbours ascending at every hop).
        """
        ...

    def neighborhoods(
        self,
        graph: KnowledgeGraph,
        sources: Groups,
        *,
        hops: int,
        direction: Direction = "both",
    ) -> Neighborhoods:
        """The entities within ``hops`` of any source of each group, nearest first, then by id."""
        ...

    def relation_paths(
        self,
        graph: KnowledgeGraph,
        sources: NDArray[np.int32],
        targets: Groups,
        *,
        max_hops: int,
        direction: Direction = "both",
        allow_return: bool = False,
        max_reached: int = 100_000,
    ) -> RelationPathCounts:
        """The relation paths of 1 to ``max_hops`` hops that reach a target from ``sources[i]``.

        ``reached`` and ``hits`` count what ``follow`` would end in. A relation path that reaches
        more than ``max_reached`` entities is neither reported nor extended; ``truncated`` is set
        where it, or some extension of it within ``max_hops``, reaches a target. Order: source,
        then depth-first order with relations as 0, 1, 2 … and then ``~0``, ``~1``, ``~2`` …
        """
        ...


class Walker(RandomWalker, PathFinder, Protocol):
    """What a plugin of ``km.walkers`` is: a class of no arguments with both contracts."""


def load_walker(name: str = "auto") -> Walker:
    """A walker by its plugin name; ``"auto"`` is native where it works, else reference.

    Raises:
        PluginError: If a walker asked for by name is missing or broken.
    """
    if name != "auto":
        return _make(name)
    try:
        return _make("native")
    except PluginError as error:
        _say_once(str(error))
        return _make("reference")


def _make(name: str) -> Walker:
    walker: Walker = WALKERS.load(name)()
    return walker


@cache
def _say_once(why: str) -> None:
    logger.warning("walking in plain Python, which is slow: %s", why)
