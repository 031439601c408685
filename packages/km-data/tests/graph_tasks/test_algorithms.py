import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from km_data.graph_tasks.algorithms import distances, has_cycle, maximum_flow, triangles
from km_data.graph_tasks.small_graph import SmallGraph

NODES = st.integers(2, 9)


@st.composite
def graphs(draw: st.DrawFn) -> SmallGraph:
    n = draw(NODES)
    ends = st.integers(0, n - 1)
    return SmallGraph.of(n, draw(st.lists(st.tuples(ends, ends), max_size=20)))


def _nx(graph: SmallGraph) -> nx.Graph:
    made = nx.Graph()
    made.add_nodes_from(range(graph.n_nodes))
    made.add_edges_from(graph.edges)
    return made


@given(graphs())
def test_distances_are_those_of_networkx(graph: SmallGraph) -> None:
    expected = nx.single_source_shortest_path_length(_nx(graph), 0)
    assert dict(expected) == distances(graph, 0)


@given(graphs())
def test_cycles_are_those_of_networkx(graph: SmallGraph) -> None:
    assert has_cycle(graph) == (not nx.is_forest(_nx(graph)))


@given(graphs())
def test_triangles_are_those_of_networkx(graph: SmallGraph) -> None:
    assert sum(nx.triangles(_nx(graph)).values()) == 3 * triangles(graph)


@given(graphs(), st.lists(st.integers(1, 10), min_size=20, max_size=20))
def test_maximum_flow_is_that_of_networkx(graph: SmallGraph, sizes: list[int]) -> None:
    capacities = dict(zip(graph.edges, sizes, strict=False))
    same = _nx(graph)
    nx.set_edge_attributes(same, capacities, "capacity")
    expected = nx.maximum_flow_value(same, 0, graph.n_nodes - 1)
    assert expected == maximum_flow(graph, capacities, 0, graph.n_nodes - 1)


@given(graphs())
def test_neighbors_go_both_ways(graph: SmallGraph) -> None:
    for node, neighbors in enumerate(graph.neighbors):
        assert all(node in graph.neighbors[neighbor] for neighbor in neighbors)
