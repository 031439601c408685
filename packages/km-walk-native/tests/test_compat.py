"""What graph-walker does, and what it does wrong, on networkx graphs."""

import itertools
import threading
import tracemalloc

import numpy as np
import pytest

from km_graph.errors import InvalidQueryError
from km_walk_native import compat

nx = pytest.importorskip("networkx")

KARATE = nx.karate_club_graph()


def steps(walks):
    pairs = np.stack([walks[:, :-1].ravel(), walks[:, 1:].ravel()], axis=1)
    return pairs[(pairs >= 0).all(axis=1)]


def test_rows_begin_at_the_starts_one_after_the_other():
    walks = compat.random_walks(KARATE, n_walks=3, walk_len=7, start_nodes=[5, 2])
    assert (walks.shape, walks.dtype) == ((6, 7), np.int32)
    assert walks[:, 0].tolist() == [5, 2, 5, 2, 5, 2]
    everywhere = compat.random_walks(KARATE, n_walks=2)
    assert everywhere.shape == (68, 10)
    assert everywhere[:, 0].tolist() == [*range(34), *range(34)]


def test_nodes_are_positions_whatever_they_are_called():
    named = nx.relabel_nodes(KARATE, {i: ("node", -i) for i in KARATE})
    expected = compat.random_walks(KARATE, walk_len=20, seed=3)
    assert np.array_equal(expected, compat.random_walks(named, walk_len=20, seed=3))


@pytest.mark.parametrize(
    "options",
    [{}, {"p": 0.25, "q": 4}, {"alpha": 0.2}, {"sub_sampling": 0.5}, {"p": 2, "alpha": 0.1}],
)
def test_every_step_is_an_edge_or_a_restart(options):
    walks = compat.random_walks(KARATE, n_walks=20, walk_len=30, **options)
    restarts = 0
    for row in walks.tolist():
        for a, b in itertools.pairwise(row):
            if not KARATE.has_edge(a, b):
                assert b == row[0]
                restarts += 1
    assert (restarts > 0) == ("alpha" in options)


def test_the_seed_decides():
    one, same, other = (compat.random_walks(KARATE, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_a_dead_end_ends_the_walk_and_is_marked():
    graph = nx.DiGraph([(0, 1), (1, 2)])
    graph.add_node(3)
    walks = compat.random_walks(graph, n_walks=1, walk_len=5)
    assert walks.tolist() == [
        [0, 1, 2, -1, -1],
        [1, 2, -1, -1, -1],
        [2, -1, -1, -1, -1],
        [3, -1, -1, -1, -1],
    ]


def test_edges_are_taken_by_weight_and_parallel_ones_together():
    graph = nx.MultiGraph()
    graph.add_edge(0, 1, weight=1)
    graph.add_edge(0, 1, weight=2)
    graph.add_edge(0, 2)
    graph.add_edge(0, 3, weight=0)
    ends = compat.random_walks(graph, n_walks=4000, walk_len=2, start_nodes=[0])[:, 1]
    counts = np.bincount(ends, minlength=4)
    assert counts[[0, 3]].tolist() == [0, 0]
    assert counts[1] / 4000 == pytest.approx(0.75, abs=0.03)


def test_edges_that_weigh_nothing_are_not_taken():
    graph = nx.Graph()
    graph.add_edge(0, 1, weight=0)
    walks = compat.random_walks(graph, n_walks=1, walk_len=3)
    assert walks.tolist() == [[0, -1, -1], [1, -1, -1]]


def test_sub_sampling_stays_away_from_hubs():
    graph = nx.star_graph(8)
    graph.add_edge(1, 2)
    graph.add_edge(1, 3, weight=2)
    weights = {0: 1 / 9, 2: 1 / 3, 3: 2 / 4}  # by degree + 1 of where the edge leads
    ends = compat.random_walks(graph, n_walks=6000, walk_len=2, start_nodes=[1], sub_sampling=1.0)[
        :, 1
    ]
    total = sum(weights.values())
    for node, weight in weights.items():
        assert (ends == node).mean() == pytest.approx(weight / total, abs=0.03)


def test_no_step_leaves_the_adjacency_of_a_hub_of_30_000():
    graph = nx.star_graph(30_000)
    graph.add_edge(30_001, 30_002)
    prepared = compat.prepare(graph)
    walks = compat.random_walks(prepared, n_walks=20_000, walk_len=3, start_nodes=[0])
    assert prepared.has_edges(walks[:, :-1].astype(np.int64), walks[:, 1:].astype(np.int64)).all()
    assert walks[:, 1].max() > 29_900  # the last neighbours can be drawn as well
    assert len(np.unique(walks[:, 1])) > 14_000


@pytest.mark.parametrize("start", [34, 1_000_000_000, -1, 1.5])
def test_refuses_starts_that_are_no_positions(start):
    with pytest.raises(InvalidQueryError, match="start_nodes"):
        compat.random_walks(KARATE, start_nodes=[start])


def test_refuses_negative_counts_and_weights():
    for name in ("n_walks", "walk_len"):
        with pytest.raises(InvalidQueryError, match=name):
            compat.random_walks(KARATE, **{name: -1})
    for weight in (-1, float("nan"), float("inf"), "heavy"):
        graph = nx.Graph()
        graph.add_edge(0, 1, weight=weight)
        with pytest.raises(InvalidQueryError, match="weigh"):
            compat.random_walks(graph)


def test_walks_of_nothing():
    assert compat.random_walks(KARATE, walk_len=0).shape == (340, 0)
    assert compat.random_walks(KARATE, n_walks=2, walk_len=1).ravel().tolist() == [*range(34)] * 2
    assert compat.random_walks(KARATE, n_walks=0).shape == (0, 10)
    assert compat.random_walks(nx.Graph()).shape == (0, 10)


def test_another_thread_runs_meanwhile():
    prepared = compat.prepare(nx.gnm_random_graph(20_000, 100_000, seed=1))
    made = []
    thread = threading.Thread(
        target=lambda: made.append(compat.random_walks(prepared, n_walks=4, walk_len=50, q=4.0))
    )
    thread.start()
    turns = 0
    while thread.is_alive():
        turns += 1
    assert turns > 100
    assert made[0].shape == (80_000, 50)


def test_memory_is_that_of_the_walks():
    prepared = compat.prepare(KARATE)
    compat.random_walks(prepared)
    tracemalloc.start()
    for _ in range(20):
        compat.random_walks(prepared, n_walks=100, walk_len=100)
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 100_000


def test_corruption_changes_walks_in_place_and_labels_are_true():
    graph = nx.complete_graph(20)
    walks = compat.random_walks(graph, n_walks=50, walk_len=10)
    before = walks.copy()
    labels = compat.corrupt(graph, walks, r=0.3)
    assert labels.shape == (1000, 9)
    changed = walks != before
    assert 0.15 < changed.mean() < 0.3
    assert not changed[:, 0].any()
    expected = [[a != b for a, b in itertools.pairwise(row)] for row in walks.tolist()]
    assert expected == labels.tolist()  # all nodes but the same one are neighbours


def test_corruption_draws_nodes_by_degree():
    graph = nx.star_graph(99)
    walks = np.tile(np.arange(50, dtype=np.int64), (400, 1))
    compat.corrupt(graph, walks, r=1.0, ns_exponent=1.0)
    drawn = walks[:, 1:][walks[:, 1:] != np.arange(1, 50)]
    assert (drawn == 0).mean() == pytest.approx(0.5, abs=0.03)


def test_corruption_leaves_the_end_of_a_walk_alone():
    graph = nx.DiGraph([(0, 1)])
    walks = compat.random_walks(graph, n_walks=30, walk_len=4)
    labels = compat.corrupt(graph, walks, r=1.0)
    assert (walks[:, 2:] == -1).all()
    assert not labels[:, 1:].any()


def test_corruption_refuses_what_it_cannot_change():
    walks = compat.random_walks(KARATE)
    frozen = walks.copy()
    frozen.flags.writeable = False
    for wrong in (frozen, walks.astype(float), walks[0], walks.tolist(), walks + 30):
        with pytest.raises(InvalidQueryError, match="walks"):
            compat.corrupt(KARATE, wrong)
    with pytest.raises(InvalidQueryError, match=r"r must"):
        compat.corrupt(KARATE, walks, r=2.0)


def test_corrupted_walks_are_both_in_one_call():
    walks, labels = compat.corrupted_random_walks(KARATE, n_walks=20, walk_len=15, r=0.2, seed=4)
    edges = [[KARATE.has_edge(a, b) for a, b in itertools.pairwise(r)] for r in walks.tolist()]
    assert edges == labels.tolist()
    assert 0 < labels.mean() < 1
