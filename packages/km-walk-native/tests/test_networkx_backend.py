"""The backend answers as networkx does, order and errors included."""

import itertools
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

NODES = [1, "1", (2, "two"), frozenset({3}), None.__class__, 2.5]
CUTOFFS = st.none() | st.sampled_from([-1, 0, 1, 2, 2.5, 9, float("inf")])
SEARCHES = {
    "all_shortest_paths": ("source", "target"),
    "all_simple_paths": ("source", "target", "cutoff"),
    "has_path": ("source", "target"),
    "shortest_path_length": ("source", "target"),
    "single_source_shortest_path_length": ("source", "cutoff"),
    "single_target_shortest_path_length": ("target", "cutoff"),
    "all_pairs_shortest_path_length": ("cutoff",),
}


@pytest.fixture(autouse=True)
def _no_warning_of_cached_graphs() -> Iterator[None]:
    with nx.config(warnings_to_ignore={"cache"}):
        yield


@st.composite
def graphs(draw: st.DrawFn) -> nx.Graph:
    kind = draw(st.sampled_from([nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph]))
    graph = kind()
    graph.add_nodes_from(draw(st.permutations(NODES))[: draw(st.integers(0, 6))])
    if len(graph):
        node = st.sampled_from(list(graph))
        graph.add_edges_from(draw(st.lists(st.tuples(node, node), max_size=14)))
    return graph


def outcome(name: str, graph: nx.Graph, backend: str, **arguments: object) -> object:
    """What a function returns or raises, iterators as lists."""
    try:
        found = getattr(nx, name)(graph, **arguments, backend=backend)
        return list(found) if isinstance(found, Iterator) else found
    except nx.NetworkXException as error:
        return type(error), str(error)


@pytest.mark.parametrize("name", SEARCHES)
@given(graph=graphs(), data=st.data())
@settings(max_examples=150, deadline=None)
def test_it_answers_as_networkx(name: str, graph: nx.Graph, data: st.DataObject) -> None:
    node = st.sampled_from([*NODES, "missing"])
    drawn = {"source": node, "target": node, "cutoff": CUTOFFS}
    arguments = {word: data.draw(drawn[word]) for word in SEARCHES[name]}
    assert outcome(name, graph, "networkx", **arguments) == outcome(name, graph, "km", **arguments)


@given(graph=graphs(), targets=st.lists(st.sampled_from([*NODES, "missing"])), cutoff=CUTOFFS)
@settings(max_examples=150, deadline=None)
def test_simple_paths_may_end_in_several_nodes(
    graph: nx.Graph, targets: list[object], cutoff: float | None
) -> None:
    arguments = {"source": 1, "target": targets, "cutoff": cutoff}
    expected = outcome("all_simple_paths", graph, "networkx", **arguments)
    assert expected == outcome("all_simple_paths", graph, "km", **arguments)


@given(graph=graphs(), end=st.sampled_from(["source", "target", None]))
@settings(max_examples=100, deadline=None)
def test_lengths_need_no_source_or_target(graph: nx.Graph, end: str | None) -> None:
    arguments = {end: 1} if end else {}
    expected = outcome("shortest_path_length", graph, "networkx", **arguments)
    assert expected == outcome("shortest_path_length", graph, "km", **arguments)


@pytest.mark.parametrize("seed", range(4))
def test_all_shortest_paths_of_larger_graphs_are_in_networkx_s_order(seed: int) -> None:
    graph = nx.gnm_random_graph(60, 200, seed=seed, directed=seed % 2 == 0)
    for source, target in itertools.product(range(0, 60, 7), range(0, 60, 3)):
        arguments = {"source": source, "target": target}
        expected = outcome("all_shortest_paths", graph, "networkx", **arguments)
        assert expected == outcome("all_shortest_paths", graph, "km", **arguments)


def test_of_more_shortest_paths_than_memory_holds_the_first_are_networkx_s() -> None:
    grid = nx.grid_2d_graph(16, 16)
    first = [
        list(itertools.islice(nx.all_shortest_paths(grid, (0, 0), (15, 15), backend=backend), 50))
        for backend in ("networkx", "km")
    ]
    assert first[0] == first[1]


def test_more_simple_paths_than_are_found_at_once_are_in_networkx_s_order() -> None:
    graph = nx.complete_graph(12)
    arguments = {"source": 0, "target": [1, 5], "cutoff": 4}
    expected = outcome("all_simple_paths", graph, "networkx", **arguments)
    assert expected == outcome("all_simple_paths", graph, "km", **arguments)


def test_the_first_simple_paths_come_though_the_search_has_no_end() -> None:
    graph = nx.complete_graph(30)
    paths = nx.all_simple_paths(graph, 0, 1, backend="km")
    assert [[0, 1], [0, 2, 1]] == list(itertools.islice(paths, 2))


def test_a_first_simple_path_comes_though_no_other_ever_does() -> None:
    graph = nx.complete_graph(range(2, 30), nx.DiGraph)
    graph.add_edges_from([(0, 1), (0, 2), (2, 0)])  # 1 is reached from 0 alone
    assert [0, 1] == next(nx.all_simple_paths(graph, 0, 1, backend="km"))


def test_errors_of_arguments_come_when_networkx_raises_them() -> None:
    graph = nx.path_graph(3)
    with pytest.raises(nx.NodeNotFound, match="Source 7 not in G"):
        nx.all_shortest_paths(graph, 7, 0, backend="km")
    paths = nx.all_simple_paths(graph, 7, 0, cutoff=2, backend="km")
    with pytest.raises(nx.NodeNotFound, match="source node 7 not in graph"):
        next(paths)


def test_a_graph_is_converted_once_until_it_changes() -> None:
    graph = nx.path_graph(3)
    assert nx.has_path(graph, 0, 2, backend="km")
    kept = list(graph.__networkx_cache__["backends"]["km"].values())
    assert 2 == nx.shortest_path_length(graph, 0, 2, backend="km")
    assert kept == list(graph.__networkx_cache__["backends"]["km"].values())
    graph.add_edge(0, 2)
    assert 1 == nx.shortest_path_length(graph, 0, 2, backend="km")


def test_a_graph_that_was_converted_can_be_pickled() -> None:
    graph = nx.path_graph(3)
    nx.has_path(graph, 0, 2, backend="km")
    assert 2 == nx.shortest_path_length(pickle.loads(pickle.dumps(graph)), 0, 2, backend="km")


def test_weights_are_left_to_networkx() -> None:
    graph = nx.Graph()
    graph.add_weighted_edges_from([(0, 1, 5), (0, 2, 1), (2, 1, 1)])
    with nx.config(backend_priority=["km"]):
        assert 2 == nx.shortest_path_length(graph, 0, 1, weight="weight")
    with pytest.raises(NotImplementedError, match="for the given arguments"):
        nx.shortest_path_length(graph, 0, 1, "weight", backend="km")


def test_networkx_describes_the_backend() -> None:
    assert "Nearest first" in (nx.single_source_shortest_path_length.__doc__ or "")
    assert SEARCHES.keys() == nx.utils.backends.backend_info["km"]["functions"].keys()


@pytest.mark.slow
def test_networkx_s_own_tests_pass() -> None:
    pytest.importorskip("scipy", reason="networkx needs it to test a backend")
    tests = ["shortest_paths.tests.test_generic", "shortest_paths.tests.test_unweighted"]
    modules = [f"networkx.algorithms.{name}" for name in (*tests, "tests.test_simple_paths")]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--pyargs", *modules],
        env={**os.environ, "NETWORKX_TEST_BACKEND": "km", "NETWORKX_FALLBACK_TO_NX": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == done.returncode, done.stdout
