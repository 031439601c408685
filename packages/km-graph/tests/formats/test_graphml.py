import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from km_graph.errors import GraphFormatError
from km_graph.formats.graphml import GRAPHML, GraphMl
from km_graph.formats.reading import DEFAULT, ReadOptions, Skipped
from km_graph.graph import KnowledgeGraph
from km_graph.graph.attributes import Attribute
from km_graph.testing import ReaderContract, WriterContract
from km_graph.testing.strategies import labels, triples

XML_ILLEGAL = "".join(map(chr, (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF)))
KEYS = b"""<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="d0" for="node" attr.name="size" attr.type="int"/>
<key id="d1" for="edge" attr.name="kind"><default>next</default></key>
<key id="d2" for="edge" attr.name="relation"/>
<graph edgedefault="undirected">
"""


class TestReadsGraphMl(ReaderContract):
    reader = GRAPHML
    suffix = ".graphml"
    good = KEYS + (
        b'<edge source="a" target="b"><data key="d2">r</data></edge>\n'
        b'<node id="a"/>\n<edge id="s" source="b" target="a"/>\n</graph></graphml>\n'
    )
    triples = (("a", "r", "b"), ("b", "s", "a"))
    bad = good.replace(
        b"</graph>", b'<edge source="a"/>\n<edge id="t" source="a" target="c"/></graph>'
    )
    bad_line = 9
    rest = 3
    variants = (
        ({"relation": "kind"}, good, (("a", "next", "b"), ("b", "next", "a"))),
        ({"relation": "relation", "default": "x"}, good, (("a", "r", "b"), ("b", "x", "a"))),
    )


class TestWritesGraphMl(WriterContract):
    writer = reader = GRAPHML
    suffix = ".graphml"
    without = XML_ILLEGAL


attributes = st.builds(
    Attribute,
    labels(without=XML_ILLEGAL),
    labels(without=XML_ILLEGAL),
    labels(without=XML_ILLEGAL, empty=True),
    st.sampled_from(["", "en", "zh-Hant"]),
    st.sampled_from(["", "int", "double", "xsd:date", "image"]),
)


@settings(deadline=None)
@given(triples(without=XML_ILLEGAL), st.lists(attributes, max_size=6))
def test_attributes_are_read_back_as_they_were_written(tmp_path_factory, stated, said):
    path = tmp_path_factory.getbasetemp() / "attributes.graphml"
    graph = KnowledgeGraph.from_triples(stated, said)
    GRAPHML.write(graph, path)
    assert KnowledgeGraph.from_statements(GRAPHML.read(path)) == graph


@pytest.fixture
def read(tmp_path):
    def from_bytes(data, reader=GRAPHML, options=DEFAULT):
        path = tmp_path / "a.graphml"
        path.write_bytes(data)
        return list(reader.read(path, options))

    return from_bytes


def test_data_of_nodes_are_attributes(read):
    data = (
        KEYS
        + b'<node id="a"><data key="d0">5</data><data key="x">y</data></node></graph></graphml>'
    )
    assert read(data) == [Attribute("a", "size", "5", "", "int"), Attribute("a", "x", "y")]


def test_what_other_programs_put_into_data_is_passed_over(read):
    node = (
        b'<node id="a"><data key="d0">5<y:N xmlns:y="y"><data key="d0">7</data></y:N></data></node>'
    )
    assert read(KEYS + node + b"</graph></graphml>") == [Attribute("a", "size", "5", "", "int")]


def test_reads_nodes_within_nodes(read):
    inner = b'<node id="a"><graph><node id="b"/><edge id="r" source="a" target="b"/></graph></node>'
    assert read(KEYS + inner + b"</graph></graphml>") == [("a", "r", "b")]


@pytest.mark.parametrize(
    ("inside", "message"),
    [
        (b'<edge source="a" target="b"/>', "an edge without a relation: 'a' to 'b'; name its data"),
        (b'<edge id="r" source="a"/>', "an edge without a source or a target"),
        (b"<node/>", "a node without an id"),
        (b'<hyperedge><endpoint node="a"/></hyperedge>', "a hyperedge, which a graph cannot hold"),
    ],
)
def test_what_cannot_be_kept_is_a_problem_of_its_line(read, inside, message):
    data = KEYS + inside + b"</graph></graphml>"
    with pytest.raises(GraphFormatError, match=f"graphml:6: states {message}"):
        read(data)
    skipped = Skipped()
    assert read(data, options=ReadOptions(on_problem=skipped)) == []
    assert skipped.count == 1


def test_other_xml_is_not_graphml(read):
    with pytest.raises(GraphFormatError, match="XML without a <graphml> element"):
        read(b"<html/>")


def test_reads_what_networkx_writes_and_the_other_way_round(tmp_path):
    networkx = pytest.importorskip("networkx")
    from km_graph.bridges.networkx import from_networkx, to_networkx

    said = [Attribute("a", "size", "5", "", "int"), Attribute("b", "label", "B & b")]
    graph = KnowledgeGraph.from_triples([("a", "r", "b"), ("a", "s", "b")], said)
    GRAPHML.write(graph, tmp_path / "ours.graphml")
    there = networkx.read_graphml(tmp_path / "ours.graphml", force_multigraph=True)
    assert from_networkx(there) == graph
    networkx.write_graphml(to_networkx(graph), tmp_path / "theirs.graphml")
    read = KnowledgeGraph.from_statements(GRAPHML.read(tmp_path / "theirs.graphml"))
    assert [*read.triples()] == [*graph.triples()]
    assert read.attributes("b") == graph.attributes("b")


def test_an_attribute_of_edges_may_be_chosen(read):
    data = KEYS + b'<edge source="a" target="b"><data key="d1">k</data></edge></graph></graphml>'
    assert read(data, GraphMl(relation="kind")) == [("a", "k", "b")]
