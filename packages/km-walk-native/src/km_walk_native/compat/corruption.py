"""``corrupt`` and ``corrupted_random_walks`` as graph-walker has them."""

import logging
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from km_graph.errors import InvalidQueryError
from km_walk_native.compat.prepared_graph import PreparedGraph, prepare
from km_walk_native.compat.walks import random_walks

logger = logging.getLogger(__name__)


def corrupt(
    G: Any,  # noqa: N803 - as graph-walker names it
    walks: NDArray[np.integer],
    r: float = 0.01,
    ns_exponent: float = 0.75,
    negative_size: int = 100_000,
    verbose: bool = True,
    *,
    seed: int = 0,
) -> NDArray[np.bool_]:
    """Puts random nodes into walks, in place, and tells which steps are still edges.

    Args:
        G: The networkx graph of the walks, or what ``prepare`` made of it.
        walks: ``(n_walks, walk_len)`` positions of nodes of any integer type; changed. Starts
            stay, and so does what comes after the end of a walk.
        r: How many nodes to put in, as a share of all places; a place may be drawn twice.
        ns_exponent: Nodes are drawn by their weighted degree to this power.
        negative_size: How many nodes are drawn first, from which the others are then drawn.
        verbose: Taken for graph-walker's sake; the log says how many nodes were put in.
        seed: The same nodes for the same seed.

    Returns:
        ``(n_walks, walk_len - 1) bool``: whether an edge of ``G`` leads from each node to the next.

    Raises:
        InvalidQueryError: If the walks are not such an array that can be written to, or hold what
            is no position.
    """
    prepared = prepare(G)
    _check(walks, prepared.graph.n_entities)
    if not 0 <= r <= 1:
        raise InvalidQueryError(f"r must be in [0, 1], found {r}")
    rows, columns = np.nonzero(walks[:, 1:] >= 0)
    n_nodes = int(walks.size * r) if len(rows) else 0
    if n_nodes:
        random = np.random.default_rng(seed)
        at = random.integers(len(rows), size=n_nodes)
        nodes = _draw(prepared, ns_exponent, negative_size, n_nodes, random)
        walks[rows[at], columns[at] + 1] = nodes
    logger.log(logging.INFO if verbose else logging.DEBUG, "put %d nodes into walks", n_nodes)
    whole = walks.astype(np.int64)
    return prepared.has_edges(whole[:, :-1], whole[:, 1:])


def corrupted_random_walks(
    G: Any,  # noqa: N803 - as graph-walker names it
    n_walks: int = 10,
    walk_len: int = 10,
    sub_sampling: float = 0.0,
    p: float = 1,
    q: float = 1,
    r: float = 0.1,
    ns_exponent: float = 0.75,
    negative_size: int = 100_000,
    start_nodes: Sequence[int] | NDArray[np.integer] | None = None,
    verbose: bool = True,
    *,
    seed: int = 0,
) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """``random_walks`` and then ``corrupt``: the walks, and which of their steps are edges."""
    prepared = prepare(G)
    walks = random_walks(
        prepared,
        n_walks,
        walk_len,
        sub_sampling,
        p,
        q,
        start_nodes=start_nodes,
        verbose=verbose,
        seed=seed,
    )
    labels = corrupt(prepared, walks, r, ns_exponent, negative_size, verbose, seed=seed)
    return walks, labels


def _check(walks: NDArray[np.integer], n_nodes: int) -> None:
    array: object = walks
    if not isinstance(array, np.ndarray) or walks.ndim != 2 or walks.dtype.kind not in "iu":
        raise InvalidQueryError("walks must be an array of two dimensions of whole numbers")
    if not walks.flags.writeable:
        raise InvalidQueryError("walks are changed in place and must not be read-only; copy them")
    low = 0 if walks.dtype.kind == "u" else -1
    if walks.size and (int(walks.min()) < low or int(walks.max()) >= n_nodes):
        raise InvalidQueryError(f"walks must hold positions of nodes in [0, {n_nodes}), or -1")
    if n_nodes - 1 > np.iinfo(walks.dtype).max:
        raise InvalidQueryError(f"walks of {walks.dtype} cannot hold {n_nodes} positions")


def _draw(
    prepared: PreparedGraph,
    ns_exponent: float,
    negative_size: int,
    n_nodes: int,
    random: np.random.Generator,
) -> NDArray[np.int64]:
    if negative_size < 1:
        raise InvalidQueryError(f"negative_size must be 1 or more, found {negative_size}")
    with np.errstate(divide="ignore"):  # nodes without edges, by an exponent below 0
        shares = prepared.degrees**ns_exponent
    if not 0 < shares.sum() < np.inf:
        raise InvalidQueryError(f"nodes cannot be drawn by their degree to the power {ns_exponent}")
    table = random.choice(len(shares), size=negative_size, p=shares / shares.sum())
    nodes: NDArray[np.int64] = table[random.integers(negative_size, size=n_nodes)]
    return nodes
