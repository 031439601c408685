import sys
from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from km_graph.errors import GraphFormatError, MissingDependencyError
from km_graph.formats.rdf import TURTLE
from km_graph.graph import KnowledgeGraph
from km_graph.graph.attributes import Attribute
from km_graph.testing.strategies import labels, triples

rdflib = pytest.importorskip("rdflib")
compare = pytest.importorskip("rdflib.compare")
pytest.importorskip("pyoxigraph")
from km_graph.bridges.rdflib import from_rdflib, to_rdflib  # noqa: E402

TEXT = """
@prefix e: <http://e/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
e:a e:r e:b ; e:born "2020-01-01"^^xsd:date ; e:label "A"@en, "A" ; e:size 5 ;
  <http://xmlns.com/foaf/0.1/depiction> e:a.png .
"""


attributes = st.builds(
    Attribute, labels(), labels(), labels(empty=True), st.sampled_from(["", "en"]), st.just("")
)


@settings(deadline=None)
@given(triples(), st.lists(attributes, max_size=4))
def test_there_and_back_is_the_same_graph(stated, said):
    graph = KnowledgeGraph.from_triples(stated, said)
    assert from_rdflib(to_rdflib(graph)) == graph


def test_is_the_graph_that_the_reader_reads(tmp_path):
    (tmp_path / "a.ttl").write_text(TEXT)
    read = KnowledgeGraph.from_statements(TURTLE.read(tmp_path / "a.ttl"))
    assert from_rdflib(rdflib.Graph().parse(data=TEXT)) == read


def test_there_and_back_from_rdflib_is_isomorphic():
    there = rdflib.Graph().parse(data=TEXT + "[] e:r [ e:s '01'^^xsd:integer ] .")
    assert compare.isomorphic(there, to_rdflib(from_rdflib(there)))


def test_an_attribute_has_a_language_or_a_datatype():
    graph = KnowledgeGraph.from_triples([], [Attribute("a", "n", "x", "en", "xsd:date")])
    with pytest.raises(GraphFormatError, match="RDF cannot hold the attribute 'n' of 'a'"):
        to_rdflib(graph)


def test_without_rdflib_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "rdflib", None)
    monkeypatch.delitem(sys.modules, "km_graph.bridges.rdflib")
    with pytest.raises(MissingDependencyError, match=r"pip install 'km-graph\[rdflib\]'"):
        import_module("km_graph.bridges.rdflib")
