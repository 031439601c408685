"""The W3C suites of RDF 1.1, read by the readers of this package and compared as datasets."""

import hashlib
import re
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest

from km_graph.errors import GraphFormatError
from km_graph.formats.rdf import JSON_LD, NQUADS, NTRIPLES, RDF_XML, TRIG, TURTLE
from km_graph.graph import KnowledgeGraph
from km_graph.graph.attributes import Attribute

ox = pytest.importorskip("pyoxigraph")

SUITES = Path(__file__).parents[4].parent / "shared" / "data" / "w3c-rdf11-tests.tar.gz"
MANIFEST = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
BASE = "https://w3c.github.io/rdf-tests/rdf/rdf11"
XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"

NOT_PROMISED = {"#xml-canon-test001", "#xml-canon-test002"}
"""Canonical XML literals, which pyoxigraph does not make."""

CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f]")
"""What no XML can hold."""

pytestmark = pytest.mark.skipif(not SUITES.exists(), reason="the W3C test suites are not here")


@pytest.fixture(scope="module")
def suites(tmp_path_factory):
    folder = tmp_path_factory.mktemp("w3c")
    with tarfile.open(SUITES) as archive:
        archive.extractall(folder, filter="data")
    return folder / "rdf" / "rdf11"


@pytest.mark.parametrize(
    ("suite", "reader", "n_tests"),
    [
        ("rdf-n-triples", NTRIPLES, 70),
        ("rdf-n-quads", NQUADS, 87),
        ("rdf-turtle", TURTLE, 313),
        ("rdf-trig", TRIG, 356),
        ("rdf-xml", RDF_XML, 166),
    ],
)
def test_passes_the_suite(suites, suite, reader, n_tests):
    tests = list(_tests(suites / suite))
    failed = {name for name, *test in tests if not _passes(suites / suite, reader, *test)}
    assert failed == (NOT_PROMISED if suite == "rdf-xml" else set())
    assert len(tests) == n_tests


@pytest.mark.parametrize("written", [TURTLE, TRIG, RDF_XML, JSON_LD])
def test_what_it_writes_is_the_same_dataset_to_pyoxigraph(suites, tmp_path, written):
    for _, kind, action, result in _tests(suites / "rdf-turtle"):
        if not kind.endswith("Eval"):
            continue
        graph = _graph(suites / "rdf-turtle" / action, f"{BASE}/rdf-turtle/{action}")
        if written is RDF_XML and any(CONTROL.search(said.value) for said in _attributes(graph)):
            continue
        path = tmp_path / f"{action}{written.suffixes[0]}"
        written.write(graph, path)
        found = ox.Dataset(ox.parse(path=str(path)))
        assert _canonical(found) == _dataset(suites / "rdf-turtle" / result), action


def _tests(folder):
    base = f"{BASE}/{folder.name}/"
    quads = ox.Dataset(ox.parse(path=str(folder / "manifest.ttl"), base_iri=f"{base}manifest.ttl"))
    for quad in quads:
        if quad.predicate == TYPE and "/rdftest#Test" in quad.object.value:
            files = {
                found.predicate.value.removeprefix(MANIFEST): found.object.value.removeprefix(base)
                for found in quads.quads_for_subject(quad.subject)
                if isinstance(found.object, ox.NamedNode)
            }
            name = quad.subject.value.removeprefix(f"{base}manifest.ttl")
            yield name, quad.object.value, files["action"], files.get("result")


def _passes(folder, reader, kind, action, result):
    reader = replace(reader, base=f"{BASE}/{folder.name}/{action}")
    try:
        list(reader.read(folder / action))
    except GraphFormatError:
        return kind.endswith("NegativeSyntax")
    if kind.endswith("Eval"):
        return _read(reader, folder / action) == _dataset(folder / result)
    return kind.endswith("PositiveSyntax")


def _read(reader, path):
    """What a reader finds, graph by graph, since it keeps no names of graphs."""
    found = ox.Dataset()
    names = {quad.graph_name for quad in ox.parse(path=str(path), base_iri=reader.base)}
    for name in names:
        asked = "" if _is_generated(name) and len(names) == 1 else _asked(name)
        graph = ox.BlankNode(_scoped(path, name.value)) if asked.startswith("_:") else name
        for statement in replace(reader, graph=asked).read(path):
            found.add(ox.Quad(*_terms(statement), graph))
    return _canonical(found)


def _asked(graph_name):
    return "default" if isinstance(graph_name, ox.DefaultGraph) else str(graph_name).strip("<>")


def _is_generated(graph_name):
    return isinstance(graph_name, ox.BlankNode) and len(graph_name.value) > 24


def _scoped(path, name):
    return f"b{hashlib.sha256(path.read_bytes()).hexdigest()[:8]}-{name}"


def _graph(path, base):
    return KnowledgeGraph.from_statements(replace(TURTLE, base=base).read(path))


def _attributes(graph):
    return [said for said in graph.statements() if isinstance(said, Attribute)]


def _terms(statement):
    if isinstance(statement, Attribute):
        entity, name, value, language, datatype = statement
        kind = ox.NamedNode(datatype or XSD_STRING)
        stated = {"language": language} if language else {"datatype": kind}
        return _node(entity), ox.NamedNode(name), ox.Literal(value, **stated)
    return _node(statement.head), ox.NamedNode(statement.relation), _node(statement.tail)


def _node(label):
    return ox.BlankNode(label[2:]) if label.startswith("_:") else ox.NamedNode(label)


def _dataset(path):
    return _canonical(ox.Dataset(ox.parse(path=str(path))))


def _canonical(dataset):
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return dataset
