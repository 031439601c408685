import pytest

from km_data.graph_tasks.draws import Draws
from km_data.graph_tasks.encoders import ENCODERS, encode
from km_data.graph_tasks.generators import GENERATORS, generate
from km_data.graph_tasks.names import NAMES, node_names
from km_data.graph_tasks.small_graph import SmallGraph

GRAPH = SmallGraph.of(4, [(0, 1), (1, 2), (0, 2)])
WITHOUT_EDGES = SmallGraph.of(3, [])
_PAIRS = (
    "In an undirected graph, (i,j) means that node i and node j are connected with an undirected"
    " edge. G describes a graph among nodes "
)
GOLDEN = {
    "adjacency": _PAIRS + "0, 1, 2, and 3.\nThe edges in G are: (0, 1) (0, 2) (1, 2).\n",
    "incident": (
        "G describes a graph among nodes 0, 1, 2, and 3.\n"
        "In this graph:\n"
        "Node 0 is connected to nodes 1, 2.\n"
        "Node 1 is connected to nodes 0, 2.\n"
        "Node 2 is connected to nodes 0, 1.\n"
    ),
    "friendship": (
        "G describes a friendship graph among nodes James, Robert, John, and Michael.\n"
        "We have the following edges in G:\n"
        "James and Robert are friends.\n"
        "James and John are friends.\n"
        "Robert and John are friends.\n"
    ),
    "south_park": (
        "G describes a friendship graph among nodes Eric, Kenny, Kyle, and Stan.\n"
        "We have the following edges in G:\n"
        "Eric and Kenny are friends.\n"
        "Eric and Kyle are friends.\n"
        "Kenny and Kyle are friends.\n"
    ),
    "got": (
        "G describes a friendship graph among nodes Ned, Cat, Daenerys, and Jon.\n"
        "We have the following edges in G:\n"
        "Ned and Cat are friends.\n"
        "Ned and Daenerys are friends.\n"
        "Cat and Daenerys are friends.\n"
    ),
    "politician": (
        "G describes a social network graph among nodes Barack, Jimmy, Arnold, and Bernie.\n"
        "We have the following edges in G:\n"
        "Barack and Jimmy are connected.\n"
        "Barack and Arnold are connected.\n"
        "Jimmy and Arnold are connected.\n"
    ),
    "social_network": (
        "G describes a social network graph among nodes James, Robert, John, and Michael.\n"
        "We have the following edges in G:\n"
        "James and Robert are connected.\n"
        "James and John are connected.\n"
        "Robert and John are connected.\n"
    ),
    "expert": (
        "You are a graph analyst and you have been given a graph G among nodes A, B, C, and D.\n"
        "G has the following undirected edges:\n"
        "A -> B\n"
        "A -> C\n"
        "B -> C\n"
    ),
    "coauthorship": (
        "G describes a coauthorship graph among nodes James, Robert, John, and Michael.\n"
        "In this coauthorship graph:\n"
        "James and Robert wrote a paper together.\n"
        "James and John wrote a paper together.\n"
        "Robert and John wrote a paper together..\n"
    ),
    "random": (
        _PAIRS + "811303, 486018, 268177, and 85668.\n"
        "The edges in G are: (811303, 486018) (811303, 268177) (486018, 268177).\n"
    ),
    "nx_edge": (
        "In an undirected graph, (s,p,o) means that node s and node o are connected with an "
        "undirected edge of type p. G describes a graph among nodes 0, 1, 2, and 3.\n"
        "The edges in G are: (0, linked, 1) (0, linked, 2) (1, linked, 2).\n"
    ),
}


def test_there_are_the_eleven_of_the_paper() -> None:
    assert set(GOLDEN) == set(ENCODERS)
    assert len(ENCODERS) == 11


@pytest.mark.parametrize("encoder", GOLDEN)
def test_says_a_graph_in_the_published_words(encoder: str) -> None:
    assert encode(encoder, GRAPH, node_names(encoder, Draws("golden"))) == GOLDEN[encoder]


def test_a_node_with_one_neighbor_is_connected_to_a_node() -> None:
    said = encode("incident", SmallGraph.of(2, [(0, 1)]), node_names("incident", Draws("")))
    assert "Node 1 is connected to node 0.\n" in said


@pytest.mark.parametrize("encoder", ENCODERS)
def test_a_graph_without_edges_names_its_nodes(encoder: str) -> None:
    names = node_names(encoder, Draws(""))
    said = encode(encoder, WITHOUT_EDGES, names)
    assert f"{names[0]}, {names[1]}, and {names[2]}." in said
    assert "edges in G are" not in said


@pytest.mark.parametrize("encoder", [*NAMES, "random"])
def test_there_are_different_names_for_the_largest_graph(encoder: str) -> None:
    names = node_names(encoder, Draws("x"))
    assert len(set(names)) == len(names) >= 19


@pytest.mark.parametrize("encoder", ENCODERS)
@pytest.mark.parametrize("generator", GENERATORS)
def test_every_edge_is_said(encoder: str, generator: str) -> None:
    graph = generate(generator, Draws("some"))
    names = node_names(encoder, Draws("some"))
    said = encode(encoder, graph, names)
    shown = (said.count(", linked, "), said.count("->"), said.count(" are "), said.count("wrote"))
    if encoder == "incident":
        mentioned = sum(
            len(line.split(" to ")[1].split(",")) for line in said.splitlines() if " to " in line
        )
        assert mentioned == 2 * len(graph.edges)
    elif encoder in ("adjacency", "random"):
        assert said.count("(") == len(graph.edges) + 1
    else:
        assert max(shown) in (len(graph.edges), len(graph.edges) + 1)
