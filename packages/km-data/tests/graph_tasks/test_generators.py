from collections import Counter
from itertools import combinations

import networkx as nx
import pytest

from km_data.graph_tasks.draws import Draws
from km_data.graph_tasks.generators import GENERATORS, LARGEST, SMALLEST, generate
from km_data.graph_tasks.small_graph import SmallGraph


def _nx(graph: SmallGraph) -> nx.Graph:
    made = nx.Graph()
    made.add_nodes_from(range(graph.n_nodes))
    made.add_edges_from(graph.edges)
    return made


def _many(generator: str) -> list[SmallGraph]:
    return [generate(generator, Draws(f"{generator} {i}")) for i in range(200)]


@pytest.mark.parametrize("generator", GENERATORS)
def test_graphs_are_simple_and_of_the_published_sizes(generator: str) -> None:
    graphs = _many(generator)
    assert {graph.n_nodes for graph in graphs} == set(range(SMALLEST, LARGEST + 1))
    for graph in graphs:
        assert set(graph.edges) <= set(combinations(range(graph.n_nodes), 2))
        assert list(graph.edges) == sorted(set(graph.edges))


@pytest.mark.parametrize("generator", GENERATORS)
def test_the_same_name_gives_the_same_graph(generator: str) -> None:
    assert generate(generator, Draws("x")) == generate(generator, Draws("x"))


@pytest.mark.parametrize("generator", ["ba", "sfn", "star", "path", "complete"])
def test_grown_graphs_hang_together(generator: str) -> None:
    assert all(nx.is_connected(_nx(graph)) for graph in _many(generator))


@pytest.mark.parametrize(
    ("generator", "same"),
    [
        ("star", lambda n: nx.star_graph(n - 1)),
        ("path", nx.path_graph),
        ("complete", nx.complete_graph),
    ],
)
def test_fixed_graphs_are_those_of_networkx(generator: str, same: object) -> None:
    for graph in _many(generator)[:20]:
        assert nx.utils.graphs_equal(same(graph.n_nodes), _nx(graph))  # type: ignore[operator]


def test_barabasi_albert_has_the_edges_that_its_parameter_gives() -> None:
    for graph in _many("ba"):
        possible = {
            nx.barabasi_albert_graph(graph.n_nodes, m).size() for m in range(1, graph.n_nodes)
        }
        assert len(graph.edges) in possible


def test_erdos_renyi_graphs_are_as_dense_as_those_of_the_paper() -> None:
    # the density is itself uniform, so that half of the edges are there on average
    shares = [len(g.edges) / (g.n_nodes * (g.n_nodes - 1) / 2) for g in _many("er")]
    assert 0.4 < sum(shares) / len(shares) < 0.6
    assert min(shares) < 0.1
    assert max(shares) > 0.9


def test_scale_free_graphs_are_as_large_as_those_of_networkx() -> None:
    ours = [len(graph.edges) / graph.n_nodes for graph in _many("sfn")]
    theirs = [
        nx.Graph(nx.scale_free_graph(graph.n_nodes, seed=i)) for i, graph in enumerate(_many("sfn"))
    ]
    for graph in theirs:
        graph.remove_edges_from(list(nx.selfloop_edges(graph)))
    expected = [graph.size() / len(graph) for graph in theirs]
    assert abs(sum(ours) - sum(expected)) / len(ours) < 0.1


def test_stochastic_block_models_have_several_communities() -> None:
    dense = Counter(nx.is_connected(_nx(graph)) for graph in _many("sbm"))
    assert min(dense[True], dense[False]) > 20


def test_draws_are_those_of_any_python() -> None:
    draws = Draws("stable")
    assert [draws.below(100) for _ in range(5)] == [16, 97, 44, 36, 51]
    assert sorted(draws.sample(range(5), 5)) == [0, 1, 2, 3, 4]
