import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from km_graph.errors import GraphFormatError
from km_graph.formats.node_link import NODE_LINK, NodeLink
from km_graph.formats.reading import DEFAULT, ReadOptions, Skipped
from km_graph.graph import KnowledgeGraph
from km_graph.graph.attributes import Attribute
from km_graph.testing import ReaderContract, WriterContract
from km_graph.testing.strategies import labels, triples


class TestReadsNodeLink(ReaderContract):
    reader = NODE_LINK
    suffix = ".json"
    good = b"""{"nodes": [{"id": "a"}, {"id": 7}], "links": [
{"source": "a", "target": 7, "relation": "r", "weight": 2},
{"source": 7, "target": "a", "key": "s"}
]}"""
    triples = (("a", "r", "7"), ("7", "s", "a"))
    bad = good.replace(b'"key": "s"', b'"key": 0')
    rest = 1
    variants = (({"relation": "key", "default": "x"}, good, (("a", "x", "7"), ("7", "s", "a"))),)


class TestWritesNodeLink(WriterContract):
    writer = reader = NODE_LINK
    suffix = ".json"


attributes = st.builds(
    Attribute,
    labels(),
    labels().filter(lambda name: name != "id"),
    labels(empty=True),
    st.sampled_from(["", "en", "zh-Hant"]),
    st.sampled_from(["", "int", "double", "xsd:date", "image"]),
)


@settings(deadline=None)
@given(triples(), st.lists(attributes, max_size=6))
def test_attributes_are_read_back_as_they_were_written(tmp_path_factory, stated, said):
    path = tmp_path_factory.getbasetemp() / "attributes.json"
    graph = KnowledgeGraph.from_triples(stated, said)
    NODE_LINK.write(graph, path)
    assert KnowledgeGraph.from_statements(NODE_LINK.read(path)) == graph


@pytest.fixture
def read(tmp_path):
    def from_value(value, reader=NODE_LINK, options=DEFAULT):
        path = tmp_path / "a.json"
        path.write_text(value if isinstance(value, str) else json.dumps(value))
        return list(reader.read(path, options))

    return from_value


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[1]", "expected an object with nodes and edges"),
        ("{", r":1: expected JSON: Expecting property name"),
        ('{"nodes": {}, "edges": []}', "expected 'nodes' to be a list of objects"),
        ('{"nodes": [], "edges": [1]}', "expected 'edges' to be a list of objects"),
        ('{"nodes": [{}], "edges": []}', "expected text or a number as node, found none"),
        ('{"nodes": [{"id": []}], "edges": []}', r"as node, found '\[\]'"),
        ('{"nodes": [{"id": 1}, {"id": "1"}], "edges": []}', "a number and a text that look alike"),
        ('{"nodes": [{"id": "\\ud800"}], "edges": []}', "expected text or a number as node"),
        ('{"nodes":' + "[" * 100_000, "nested more than 500 deep"),
        ('{"nodes": ' + "9" * 5000 + "}", "expected JSON: Exceeds the limit"),
    ],
)
def test_says_what_is_wrong(read, text, message):
    with pytest.raises(GraphFormatError, match=message):
        read(text)


def test_a_file_too_large_to_hold_is_refused(read):
    with pytest.raises(GraphFormatError, match="is larger than 10 bytes, and its format is held"):
        read({"nodes": [], "edges": []}, NodeLink(max_size=10))


def test_reads_what_networkx_writes_and_the_other_way_round(tmp_path, read):
    networkx = pytest.importorskip("networkx")
    from km_graph.bridges.networkx import from_networkx, to_networkx

    said = [Attribute("a", "size", "5", "", "int"), Attribute("b", "label", "甲", "zh")]
    graph = KnowledgeGraph.from_triples([("a", "r", "b"), ("a", "s", "b")], said)
    theirs = networkx.node_link_data(to_networkx(graph), edges="edges")
    assert KnowledgeGraph.from_statements(read(theirs)) == graph
    NODE_LINK.write(graph, tmp_path / "ours.json")
    ours = json.loads((tmp_path / "ours.json").read_text())
    assert from_networkx(networkx.node_link_graph(ours, edges="edges")) == graph


def test_an_attribute_called_id_has_no_place(tmp_path):
    graph = KnowledgeGraph.from_triples([], [Attribute("a", "id", "1")])
    with pytest.raises(GraphFormatError, match="cannot have the attribute 'id'"):
        NODE_LINK.write(graph, tmp_path / "a.json")


def test_an_edge_without_a_relation_may_be_skipped(read):
    skipped = Skipped()
    value = {"nodes": [], "edges": [{"source": "a", "target": "b"}]}
    assert read(value, options=ReadOptions(on_problem=skipped)) == []
    assert "an edge without a relation: 'a' to 'b'" in str(skipped.listed[0])
