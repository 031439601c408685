import sys
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from km_graph.errors import GraphFormatError, MissingDependencyError
from km_graph.graph import KnowledgeGraph
from km_graph.graph.attributes import Attribute
from km_graph.graph.vocabulary import Vocabulary
from km_graph.testing.strategies import labels, triples

networkx = pytest.importorskip("networkx")
from km_graph.bridges.networkx import from_networkx, to_networkx  # noqa: E402


@given(triples(empty=True))
def test_there_and_back_is_the_same_graph(stated):
    graph = KnowledgeGraph.from_triples(stated)
    assert from_networkx(to_networkx(graph)) == graph


def test_entities_without_an_edge_stay():
    graph = KnowledgeGraph.from_ids([[0, 0, 2]], Vocabulary.of("abc"), Vocabulary.of("r"))
    assert from_networkx(to_networkx(graph)) == graph


def test_an_edge_has_its_relation_as_key_and_attribute():
    nx = to_networkx(KnowledgeGraph.from_triples([("a", "r", "b"), ("a", "s", "b")]))
    assert list(nx.edges(keys=True, data="relation")) == [
        ("a", "b", "r", "r"),
        ("a", "b", "s", "s"),
    ]


def test_a_graph_without_edges_is_empty():
    assert from_networkx(networkx.Graph()) == KnowledgeGraph.from_triples([])


@pytest.mark.parametrize("kind", ["Graph", "DiGraph", "MultiGraph", "MultiDiGraph"])
def test_an_edge_is_one_triple_in_stored_order(kind):
    nx = getattr(networkx, kind)()
    nx.add_edge("b", "a", relation="r")
    assert list(from_networkx(nx).triples()) == [("b", "r", "a")]


def test_the_attribute_may_have_another_name():
    nx = networkx.DiGraph()
    nx.add_edge("a", "b", label="r")
    assert ("a", "r", "b") in from_networkx(nx, relation="label")


def test_edges_without_a_relation_may_have_a_default():
    nx = networkx.path_graph(["a", "b"], networkx.DiGraph)
    assert ("a", "next", "b") in from_networkx(nx, default="next")


def test_an_edge_without_a_relation_is_named():
    nx = networkx.path_graph(["a", "b"], networkx.DiGraph)
    with pytest.raises(GraphFormatError, match="edge 'a' to 'b' has no attribute 'relation'"):
        from_networkx(nx)


def test_nodes_that_are_no_strings_are_refused():
    with pytest.raises(GraphFormatError, match=r"found 0; networkx\.relabel_nodes"):
        from_networkx(networkx.path_graph(2), default="next")


def test_without_networkx_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "networkx", None)
    monkeypatch.delitem(sys.modules, "km_graph.bridges.networkx")
    with pytest.raises(MissingDependencyError, match=r"pip install 'km-graph\[networkx\]'"):
        import_module("km_graph.bridges.networkx")


attributes = st.builds(
    Attribute,
    labels(),
    labels(),
    labels(empty=True),
    st.sampled_from(["", "en", "zh-Hant"]),
    st.just(""),
) | st.builds(
    Attribute,
    labels(),
    labels(),
    st.sampled_from(["5", "05", "-1", "1.5", "1.50", "true", "True", "", "nan"]),
    st.just(""),
    st.sampled_from(["int", "double", "boolean", "xsd:date"]),
)


@given(triples(), st.lists(attributes, max_size=6))
def test_attributes_there_and_back_are_the_same(stated, said):
    graph = KnowledgeGraph.from_triples(stated, said)
    assert from_networkx(to_networkx(graph)) == graph


def test_attributes_are_those_of_nodes():
    said = [Attribute("a", "label", "甲", "zh"), Attribute("a", "size", "5", "", "int")]
    nx = to_networkx(KnowledgeGraph.from_triples([], said))
    assert nx.nodes["a"] == {"label@zh": "甲", "size": 5}


def test_what_a_node_has_is_kept_with_its_type():
    nx = networkx.DiGraph()
    nx.add_node("a", size=5, share=0.5, alias=["A", "á"], tall=True, nothing=None, more={"b": 1})
    assert list(from_networkx(nx).attributes("a")) == [
        Attribute("a", "alias", "A"),
        Attribute("a", "alias", "á"),
        Attribute("a", "more", '{"b": 1}', "", "json"),
        Attribute("a", "share", "0.5", "", "double"),
        Attribute("a", "size", "5", "", "int"),
        Attribute("a", "tall", "true", "", "boolean"),
    ]


@pytest.mark.parametrize("kind", ["MultiGraph", "MultiDiGraph"])
def test_the_key_of_an_edge_is_its_relation_where_it_has_no_other(kind):
    nx = getattr(networkx, kind)()
    nx.add_edge("a", "b", key="r")
    nx.add_edge("a", "b", key="s", relation="t")
    assert list(from_networkx(nx).triples()) == [("a", "r", "b"), ("a", "t", "b")]
