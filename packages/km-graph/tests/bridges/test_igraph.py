import sys
from importlib import import_module

import pytest

from km_graph.errors import MissingDependencyError
from km_graph.graph import KnowledgeGraph
from km_graph.graph.attributes import Attribute

pytest.importorskip("igraph")
from km_graph.bridges.igraph import to_igraph

GRAPH = KnowledgeGraph.from_triples(
    [("a", "r", "b"), ("a", "s", "b"), ("b", "r", "a")],
    [Attribute("b", "size", "5", "", "int"), Attribute("b", "label", "甲", "zh")],
)


def test_vertices_and_edges_are_in_the_order_of_their_ids():
    made = to_igraph(GRAPH)
    assert made.is_directed()
    assert made.vs["name"] == ["a", "b"]
    assert [(edge.tuple, edge["relation"]) for edge in made.es] == [
        ((0, 1), "r"),
        ((0, 1), "s"),
        ((1, 0), "r"),
    ]


def test_attributes_are_those_of_vertices():
    made = to_igraph(GRAPH)
    assert (made.vs["size"], made.vs["label@zh"]) == ([None, 5], [None, "甲"])


def test_an_empty_graph_is_empty():
    assert to_igraph(KnowledgeGraph.from_triples([])).vcount() == 0


def test_without_igraph_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "igraph", None)
    monkeypatch.delitem(sys.modules, "km_graph.bridges.igraph")
    with pytest.raises(MissingDependencyError, match=r"pip install 'km-graph\[igraph\]'"):
        import_module("km_graph.bridges.igraph")
