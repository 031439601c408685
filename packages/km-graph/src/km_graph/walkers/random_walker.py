"""The contract of seeded random walks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from km_graph.graph import KnowledgeGraph
from km_graph.paths import Groups, PathBatch

Direction = Literal["forward", "backward", "both"]
"""Which edges a walk may take: head to tail, tail to head, or either."""


@dataclass(frozen=True, slots=True, eq=False)
class WalkRule:
    """How a walk chooses its next edge; the default is uniformly among all there are.

    Everything may be combined. Among the edges that the other rules leave, an edge is taken with
    probability proportional to its weight times its node2vec factor.

    Attributes:
        weights: ``(n_triples,) float``, finite and not negative, in the order of
            ``graph.triple_ids()``; an edge weighs the same walked tail to head. None for all 1.
            Not to be changed in place while in use: walkers keep tables of it.
        p: node2vec's return parameter, above 0: going back to the entity before has the factor
            ``1 / p``.
        q: node2vec's in-out parameter, above 0: going to an entity that no edge (in the walking
            direction; along a metapath in either) leads to from the entity before has the factor
            ``1 / q``.
        restart: The probability, at each hop, of going back to the start instead. A hop that
            restarts ends the path and begins a new one at the start: no edge is made up.
        metapath: Signed relation ids; hop ``t`` of a path takes relation
            ``metapath[t % len(metapath)]``. The direction is then that of the relations. Empty
            for any relation.
        backtrack: Whether a walk may go straight back to the entity it came from. Where it may
            not and has no other edge, it ends.
    """

    weights: NDArray[np.floating] | None = None
    p: float = 1.0
    q: float = 1.0
    restart: float = 0.0
    metapath: Sequence[int] = ()
    backtrack: bool = True


UNIFORM = WalkRule()


@runtime_checkable
class RandomWalker(Protocol):
    """Seeded random walks, and paths drawn at random."""

    def random_walks(
        self,
        graph: KnowledgeGraph,
        starts: NDArray[np.int32] | None = None,
        *,
        hops: int,
        walks_per_start: int = 1,
        direction: Direction = "both",
        rule: WalkRule = UNIFORM,
        seed: int,
    ) -> PathBatch:
        """Walks of at most ``hops`` hops from each start (None: from every entity).

        A pure function of its arguments: thread count and machine change nothing. Walk ``w``
        (``w = start index * walks_per_start + repeat``) takes at hop ``t``, under the uniform
        rule, the edge ``(draw(seed, w, t) * degree) >> 64`` in adjacency order, where ``draw`` is
        splitmix64 in counter mode; ``km_graph.reference.random_walks`` has the other rules. A
        walk ends early at an entity without an edge to take; it is shorter then, never padded.

        Returns:
            One path for each walk (with ``rule.restart`` one or more), in order of ``w``;
            ``owner`` is the index into ``starts``. Nothing is ever truncated.

        Raises:
            InvalidQueryError: If a start is not an entity id, ``hops`` or
                ``walks_per_start`` is negative, ``seed`` is outside ``[0, 2**64)``, or a
                part of the rule is not as stated there.
        """
        ...

    def negative_paths(
        self,
        graph: KnowledgeGraph,
        positives: PathBatch,
        answers: Groups,
        *,
        per_positive: int = 1,
        direction: Direction = "both",
        attempts: int = 32,
        seed: int,
    ) -> PathBatch:
        """Random walks like the positives that do not end in an answer.

        For each positive path: uniform walks from its first entity of exactly its number of hops
        that end in none of ``answers.group(positives.owner[i])``, at most ``attempts`` tries for
        each. They serve as the rejected side of preference pairs.

        Returns:
            Up to ``per_positive`` paths for each positive, in order of tries; ``owner`` is the
            index of the positive. ``truncated`` where fewer were found.

        Raises:
            InvalidQueryError: As ``random_walks`` does, and if ``answers`` lacks an owner.
        """
        ...
