"""Walks take edges as often as they should; all with seeds, so nothing here fails by chance."""

import numpy as np
import pytest

from km_graph.graph import KnowledgeGraph
from km_graph.testing.small_graphs import small_graph
from km_graph.walkers import WalkRule
from km_walk_native import NativeWalker

nx = pytest.importorskip("networkx")

WALKER = NativeWalker(threads=2)


@pytest.fixture(scope="module")
def karate() -> KnowledgeGraph:
    edges = [(a, 0, b) for a, b in nx.karate_club_graph().edges]
    return small_graph(edges, n_entities=34, n_relations=1)


def matrix(graph: KnowledgeGraph, weights: np.ndarray | None = None) -> np.ndarray:
    """What the edges between each two entities weigh."""
    heads, _, tails = graph.triple_ids().T
    weighed = np.zeros((graph.n_entities, graph.n_entities))
    weighed[heads, tails] = 1.0 if weights is None else weights
    return weighed + weighed.T


def second_order(weighed: np.ndarray, p: float, q: float) -> np.ndarray:
    """The probability of each next entity, by the entity before and the one now."""
    n = len(weighed)
    adjacent = weighed > 0
    factors = np.where(adjacent[:, None, :], 1.0, 1.0 / q)  # before, now, next
    factors[np.arange(n), :, np.arange(n)] = 1.0 / p
    masses = weighed[None] * factors * adjacent[:, :, None]
    total = masses.sum(axis=2, keepdims=True)
    return np.divide(masses, total, out=np.zeros_like(masses), where=total > 0)


def counted(graph: KnowledgeGraph, rule: WalkRule) -> np.ndarray:
    """How often walks went from each entity by each other to each third."""
    n, hops = graph.n_entities, 40
    walks = WALKER.random_walks(graph, hops=hops, walks_per_start=1500, rule=rule, seed=11)
    table = walks.entities.reshape(-1, hops + 1).astype(np.int64)
    codes = (table[:, :-2] * n + table[:, 1:-1]) * n + table[:, 2:]
    return np.bincount(codes.ravel(), minlength=n**3).reshape(n, n, n)


def distance(counts: np.ndarray, exact: np.ndarray) -> float:
    """Mean total variation distance of transitions, pairs weighted by how often they were seen."""
    seen = counts.sum(axis=2, keepdims=True)
    shares = np.divide(counts, seen, out=np.zeros(counts.shape), where=seen > 0)
    of_pairs = np.abs(shares - exact).sum(axis=2) / 2
    return float((of_pairs * seen[:, :, 0]).sum() / seen.sum())


def noise(counts: np.ndarray, exact: np.ndarray) -> float:
    """The distance that as many perfect draws have, on average of some."""
    random = np.random.default_rng(0)
    pairs = np.argwhere(counts.sum(axis=2) > 0)
    distances = []
    for _ in range(8):
        drawn = np.zeros_like(counts)
        for a, b in pairs:
            drawn[a, b] = random.multinomial(counts[a, b].sum(), exact[a, b])
        distances.append(distance(drawn, exact))
    return float(np.mean(distances))


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize(("p", "q"), [(0.5, 2.0), (1.0, 0.5), (4.0, 0.25), (0.25, 4.0)])
def test_node2vec_is_exact_up_to_sampling_noise(karate, p, q, weighted):
    weights = np.random.default_rng(3).exponential(size=karate.n_triples) if weighted else None
    exact = second_order(matrix(karate, weights), p, q)
    counts = counted(karate, WalkRule(p=p, q=q, weights=weights))
    assert (counts[exact == 0] == 0).all()
    assert distance(counts, exact) <= 1.15 * noise(counts, exact)


def test_the_distance_would_tell_a_wrong_sampler(karate):
    counts = counted(karate, WalkRule(p=4.0, q=0.25))
    wrong = second_order(matrix(karate), 4.0, 0.5)
    assert distance(counts, wrong) > 5 * noise(counts, wrong)


@pytest.mark.parametrize("power", [0, 1, 8])
def test_edges_are_taken_by_weight(power):
    n = 400
    graph = small_graph([(0, 0, i) for i in range(1, n)], n_entities=n, n_relations=1)
    weights = np.random.default_rng(1).random(n - 1) ** power
    draws = 400_000
    walks = WALKER.random_walks(
        graph,
        np.zeros(1, np.int32),
        hops=1,
        walks_per_start=draws,
        rule=WalkRule(weights=weights if power else None),
        seed=5,
    )
    counts = np.bincount(walks.ends(), minlength=n)[1:]
    expected = weights / weights.sum() * draws
    many = expected >= 5  # what is expected more seldom goes together
    rest = np.array([[counts[~many].sum(), expected[~many].sum()]])
    both = np.vstack([np.column_stack([counts, expected])[many], rest[rest[:, 1] > 0]])
    chi_square = ((both[:, 0] - both[:, 1]) ** 2 / both[:, 1]).sum()
    degrees = len(both) - 1
    assert abs(chi_square - degrees) < 4 * np.sqrt(2 * degrees)
