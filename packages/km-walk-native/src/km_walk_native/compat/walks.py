"""``random_walks`` as graph-walker has it."""

import logging
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from km_graph.errors import InvalidQueryError
from km_graph.paths import PathBatch
from km_graph.walkers import WalkRule
from km_graph.walkers.queries import check_ids
from km_walk_native.compat.prepared_graph import prepare
from km_walk_native.walker import NativeWalker

logger = logging.getLogger(__name__)


def random_walks(
    G: Any,  # noqa: N803 - as graph-walker names it
    n_walks: int = 10,
    walk_len: int = 10,
    sub_sampling: float = 0.0,
    p: float = 1,
    q: float = 1,
    alpha: float = 0,
    start_nodes: Sequence[int] | NDArray[np.integer] | None = None,
    verbose: bool = True,
    *,
    seed: int = 0,
) -> NDArray[np.int32]:
    """Random walks on a networkx graph.

    Args:
        G: A networkx graph of any kind, or what ``prepare`` made of one. Edges are taken by their
            attribute ``weight``.
        n_walks: Walks from each start.
        walk_len: Nodes in a walk, the start among them.
        sub_sampling: How much to stay away from nodes of high degree; see ``prepare``.
        p: node2vec's return parameter.
        q: node2vec's in-out parameter.
        alpha: The probability, at each step, of going on from the start instead.
        start_nodes: Positions of nodes in ``G``; None for all.
        verbose: Taken for graph-walker's sake; the log says how many walks there were.
        seed: The same walks for the same seed, on any machine.

    Returns:
        ``(n_starts * n_walks, walk_len) int32`` positions of nodes; row ``i`` starts at
        ``start_nodes[i % n_starts]``. After a walk's last node, -1.

    Raises:
        InvalidQueryError: If a start is no position, a count is negative, or an edge weighs less
            than nothing.
    """
    for name, count in (("n_walks", n_walks), ("walk_len", walk_len)):
        if count < 0:
            raise InvalidQueryError(f"{name} must be 0 or more, found {count}")
    prepared = prepare(G, sub_sampling)
    n_nodes = prepared.graph.n_entities
    starts = np.arange(n_nodes, dtype=np.int32)
    if start_nodes is not None:
        starts = check_ids("start_nodes", np.asarray(start_nodes), n_nodes)
    if walk_len == 0:
        return np.empty((len(starts) * n_walks, 0), np.int32)
    found = NativeWalker().random_walks(
        prepared.graph,
        np.tile(starts, n_walks),
        hops=walk_len - 1,
        direction="forward",  # an undirected edge is one each way, as its ends may weigh it unlike
        rule=WalkRule(weights=prepared.weights, p=p, q=q, restart=alpha),
        seed=seed,
    )
    logger.log(logging.INFO if verbose else logging.DEBUG, "made %d random walks", len(starts))
    return _table(found, walk_len)


def _table(found: PathBatch, walk_len: int) -> NDArray[np.int32]:
    """One row for each walk: the entities of its paths, one path after the other."""
    n_walks = len(found.truncated)
    if len(found.entities) == n_walks * walk_len:
        return found.entities.reshape(n_walks, walk_len)
    of_paths = np.diff(found.offsets) + 1
    lengths = np.bincount(found.owner, of_paths, n_walks).astype(np.int64)
    table = np.full((n_walks, walk_len), -1, np.int32)
    table[np.arange(walk_len) < lengths[:, None]] = found.entities
    return table
