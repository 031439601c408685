import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from km_graph.errors import GraphFormatError, MissingDependencyError
from km_graph.formats.gml import GML, Gml
from km_graph.graph import KnowledgeGraph
from km_graph.graph.attributes import Attribute
from km_graph.testing import ReaderContract, WriterContract
from km_graph.testing.strategies import labels, triples

networkx = pytest.importorskip("networkx")

GOOD = b"""graph [
  directed 1
  node [ id 0 label "a" size 5 ]
  node [ id 1 label "b" ]
  edge [ source 0 target 1 relation "r" ]
  edge [ source 1 target 0 label "s" ]
]"""


WITHOUT_LABELS = b"""graph [
  directed 1
  node [ id 0 ]
  node [ id 1 ]
  edge [ source 0 target 1 relation "r" ]
  edge [ source 1 target 0 relation "r" ]
]"""


class TestReadsGml(ReaderContract):
    reader = GML
    suffix = ".gml"
    good = GOOD.replace(b" size 5", b"")
    triples = (("a", "r", "b"), ("b", "s", "a"))
    bad = good.replace(b'label "s"', b"")
    rest = 1
    variants = (({"label": "id"}, WITHOUT_LABELS, (("0", "r", "1"), ("1", "r", "0"))),)


class TestWritesGml(WriterContract):
    writer = reader = GML
    suffix = ".gml"


attributes = st.builds(
    Attribute,
    labels(),
    labels(),
    labels(empty=True),
    st.sampled_from(["", "en", "zh-Hant"]),
    st.sampled_from(["", "int", "xsd:date", "image"]),
)


@settings(deadline=None)
@given(triples(), st.lists(attributes, max_size=6))
def test_attributes_are_read_back_as_they_were_written(tmp_path_factory, stated, said):
    path = tmp_path_factory.getbasetemp() / "attributes.gml"
    graph = KnowledgeGraph.from_triples(stated, said)
    GML.write(graph, path)
    assert KnowledgeGraph.from_statements(GML.read(path)) == graph


@pytest.mark.parametrize(
    "text", [b"", b"graph [", b"graph " * 3, b"graph [ a [ " * 2000, b"\xff", b"<x/>"]
)
def test_what_is_not_gml_is_refused(tmp_path, text):
    (tmp_path / "a.gml").write_bytes(text)
    with pytest.raises(GraphFormatError, match=r"a\.gml: "):
        list(GML.read(tmp_path / "a.gml"))


def test_what_other_programs_say_of_nodes_in_gml_is_kept(tmp_path):
    (tmp_path / "a.gml").write_bytes(GOOD)
    assert next(iter(GML.read(tmp_path / "a.gml"))) == Attribute("a", "size", "5", "", "int")


def test_a_file_too_large_to_hold_is_refused(tmp_path):
    (tmp_path / "a.gml").write_bytes(GOOD)
    with pytest.raises(GraphFormatError, match="is larger than 10 bytes, and its format is held"):
        list(Gml(max_size=10).read(tmp_path / "a.gml"))


def test_reads_what_networkx_writes_and_the_other_way_round(tmp_path):
    graph = KnowledgeGraph.from_triples([("a", "r", "b"), ("a", "s", "b")])
    GML.write(graph, tmp_path / "ours.gml")
    ours = networkx.read_gml(tmp_path / "ours.gml")
    assert list(ours.edges(keys=True)) == [("a", "b", "r"), ("a", "b", "s")]
    networkx.write_gml(ours, tmp_path / "theirs.gml")
    assert KnowledgeGraph.from_statements(GML.read(tmp_path / "theirs.gml")) == graph


def test_without_networkx_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "networkx", None)
    with pytest.raises(MissingDependencyError, match=r"pip install 'km-graph\[networkx\]'"):
        list(GML.read(tmp_path / "a.gml"))
