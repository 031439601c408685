"""Random walks of 25 hops: the native walker beside what people use today.

Ours returns relations as well; no peer does.
"""

from collections.abc import Iterator

import numpy as np
import walk_peers
from graphs import Bench, sizes
from measuring import Row, cpu, peer, row
from numpy.typing import NDArray
from walk_peers import HOPS

from km_graph.walkers import UNIFORM, WalkRule
from km_walk_native import NativeWalker

PACKAGE = "km-walk-native"
N_WALKS = 120_000
UNIFORM_GOALS = {  # beside graph-walker's compiled function, torch-cluster and ensmallen
    "small": {"graph-walker": 25, "ensmallen": 12},
    "medium": {"graph-walker": 40, "ensmallen": 25},
    "large": {"graph-walker": 35},
}


def rows() -> list[Row]:
    """One row for each thing measured."""
    made = []
    for bench in sizes():
        starts = np.resize(np.random.default_rng(3).permutation(bench.starts), N_WALKS)
        made += uniform(bench, starts)
        made += weighted(bench, starts)
        if bench.name == "small":
            made += node2vec(bench, starts)
    return made


def ours(bench: Bench, starts: NDArray[np.int32], rule: WalkRule = UNIFORM) -> float:
    """Our CPU seconds a step."""
    walker = NativeWalker(threads=1)
    seconds = cpu(lambda: walker.random_walks(bench.graph, starts, hops=HOPS, rule=rule, seed=0))
    return seconds / (len(starts) * HOPS)


def rows_beside(
    work: str, mine: float, others: dict[str, float | None], goals: dict[str, float]
) -> Iterator[Row]:
    """A row for each peer that is installed."""
    for name, theirs in others.items():
        if theirs is not None:
            goal = goals.get(name.split(",")[0]) if "called" not in name else None
            yield row(PACKAGE, work, "ns/step", mine * 1e9, name, theirs * 1e9, goal)


def uniform(bench: Bench, starts: NDArray[np.int32]) -> Iterator[Row]:
    """Walks that take any edge."""
    mine = ours(bench, starts)
    part = starts[: N_WALKS // 4]
    others = {"graph-walker, compiled function": walk_peers.graph_walker(bench, part)}
    if bench.name != "large":
        others["ensmallen"] = walk_peers.ensmallen(bench)
        others["csrgraph"] = walk_peers.csrgraph(bench, part)
    if bench.name == "small":
        others["graph-walker, called as people do"] = walk_peers.graph_walker_called(bench)
        others["igraph"] = walk_peers.igraph(bench, starts[:200])
        others["rustworkx"] = walk_peers.rustworkx(bench, starts[:200])
        others["Python over networkx lists"] = walk_peers.networkx(bench, starts[:200])
    yield from rows_beside(f"uniform walks, {bench.name}", mine, others, UNIFORM_GOALS[bench.name])


def weighted(bench: Bench, starts: NDArray[np.int32]) -> Iterator[Row]:
    """Walks by weights of edges."""
    triples = bench.graph.triple_ids()
    random = np.random.default_rng(4).random(len(triples)) + 0.1
    mine = ours(bench, starts, WalkRule(weights=random))
    # The same weights in the order of the peer's adjacency, which is undirected.
    ends = np.concatenate([triples[:, [0, 2]], triples[:, [2, 0]]]).astype(np.int64)
    order = np.argsort(ends[:, 0] << 32 | ends[:, 1])
    weights = np.concatenate([random, random])[order].astype(np.float32)
    part = starts[: N_WALKS // 4]
    theirs = walk_peers.graph_walker(bench, part, weights=weights)
    others = {"graph-walker, compiled function": theirs}
    yield from rows_beside(f"weighted walks, {bench.name}", mine, others, {"graph-walker": 12})


def node2vec(bench: Bench, starts: NDArray[np.int32]) -> Iterator[Row]:
    """Second-order walks, p = 0.5 and q = 2."""
    mine = ours(bench, starts, WalkRule(p=0.5, q=2.0))
    few = starts[:500]  # graph-walker takes microseconds a step
    others = {
        "graph-walker, compiled function": walk_peers.graph_walker(bench, few, p=0.5, q=2.0),
        "ensmallen": walk_peers.ensmallen(bench, p=0.5, q=2.0) if peer("ensmallen") else None,
    }
    goals = {"graph-walker": 100, "ensmallen": 15}
    yield from rows_beside("node2vec p=.5 q=2, small", mine, others, goals)
