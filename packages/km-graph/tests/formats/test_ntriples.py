import re
import tarfile
from pathlib import Path

import pytest
from hypothesis import given

from km_graph.errors import GraphFormatError
from km_graph.formats.ntriples import NTRIPLES
from km_graph.graph import KnowledgeGraph
from km_graph.testing import ReaderContract
from km_graph.testing.strategies import triples

SUITE = Path(__file__).parents[4].parent / "shared" / "data" / "w3c-rdf11-tests.tar.gz"


class TestNTriples(ReaderContract):
    reader = NTRIPLES
    suffix = ".nt"
    good = (
        b'# cities\n<http://e/K> <http://e/name> "K\\u00F6ln"@de . # and more\r\n'
        b'\n_:b1<http://e/size>"1"^^<http://e/int>.\n'
    )
    triples = (
        ("http://e/K", "http://e/name", '"Köln"@de'),
        ("_:b1", "http://e/size", '"1"^^<http://e/int>'),
    )
    bad = b'<http://e/K> <http://e/name> "K\xc3\xb6ln"@de .\n<http://e/K> name "x" .\n'
    bad_line = 2


@pytest.fixture
def read(tmp_path):
    def from_text(text):
        path = tmp_path / "file.nt"
        path.write_bytes(text.encode())
        return [tuple(triple) for triple in NTRIPLES.read(path)]

    return from_text


@given(triples(empty=True))
def test_reads_back_what_it_wrote(tmp_path_factory, stated):
    path = tmp_path_factory.getbasetemp() / "graph.nt"
    graph = KnowledgeGraph.from_triples(stated)
    NTRIPLES.write(graph, path)
    assert KnowledgeGraph.from_triples(NTRIPLES.read(path)) == graph


def test_writes_labels_that_are_no_terms_as_iris_of_ours(tmp_path):
    graph = KnowledgeGraph.from_triples([("Köln", "country of", '"DE"@de')])
    NTRIPLES.write(graph, tmp_path / "graph.nt")
    expected = '<urn:km:K%C3%B6ln> <urn:km:country%20of> "DE"@de .\n'
    assert (tmp_path / "graph.nt").read_text("utf-8") == expected


def test_what_it_writes_is_ntriples_to_others(tmp_path):
    rdflib = pytest.importorskip("rdflib")
    stated = [("a b", "r", '"x"@en'), ("http://e/a", "http://e/r", "_:b"), ("\n", "^", "\ufffe")]
    NTRIPLES.write(KnowledgeGraph.from_triples(stated), tmp_path / "graph.nt")
    assert len(rdflib.Graph().parse(tmp_path / "graph.nt", format="nt")) == 3


@pytest.mark.parametrize("iri", ["urn:km:%zz", "urn:km:%61", "urn:km:%FF", "urn:km:http%3A%2F%2Fe"])
def test_an_iri_that_only_looks_like_ours_stays_whole(read, iri):
    assert read(f"<{iri}> <http://e/r> <http://e/o> .") == [(iri, "http://e/r", "http://e/o")]


@pytest.mark.parametrize(
    ("spelt", "label"),
    [
        (r'"\u0041\t\"\'"', '"A\\t\\"\'"'),
        (r'"\U0001F3DE"', '"\U0001f3de"'),
        ('"\t"', r'"\t"'),
        ('"\x01"', r'"\u0001"'),
        ('"a"^^<http://www.w3.org/2001/XMLSchema#string>', '"a"'),
        ('"a"@en-GB', '"a"@en-GB'),
        (r'"a"^^<http://e/\u0041>', '"a"^^<http://e/A>'),
        ('""', '""'),
    ],
)
def test_spellings_of_a_literal_are_one_label(read, spelt, label):
    assert read(f"<http://e/s> <http://e/p> {spelt} .")[0][2] == label


def test_escapes_in_an_iri_are_the_characters_they_stand_for(read):
    assert read(r"<http://e/\u00F6> <http://e/p> _:o .")[0][0] == "http://e/ö"


def test_lines_end_at_carriage_returns_too(read):
    assert len(read("_:a <http://e/p> _:b .\r_:b <http://e/p> _:a .\r\n")) == 2


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("a <http://e/p> <http://e/o> .", "expected a subject (<iri> or _:blank) at column 1"),
        ('"a" <http://e/p> <http://e/o> .', "expected a subject"),
        ("_:a _:p _:o .", "expected a predicate (<iri>) at column 5, found '_:p _:o .'"),
        ('_:a <http://e/p> "o', "expected an object"),
        ("_:a <http://e/p> _:o", "expected '.' and the end of the line at column 21"),
        ("_:a <http://e/p> _:o . _:b", "expected '.' and the end of the line"),
        ("_:a <p> _:o .", "expected an absolute IRI, found '<p>'"),
        (r"_:a <http://e/\u0020> _:o .", "expected an absolute IRI"),
        (r'_:a <http://e/p> "\uD800" .', "expected the number of a character"),
        (r'_:a <http://e/p> "\U00110000" .', "expected the number of a character"),
        (r'_:a <http://e/p> "\x" .', "expected an object"),
    ],
)
def test_says_what_is_wrong_and_where(read, line, message):
    with pytest.raises(GraphFormatError, match=rf"file\.nt:1: {re.escape(message)}"):
        read(line)


@pytest.mark.skipif(not SUITE.exists(), reason="the W3C test suite is not here")
def test_agrees_with_the_w3c_suite(tmp_path):
    with tarfile.open(SUITE) as archive:
        archive.extractall(tmp_path, filter="data")
    folder = next(tmp_path.rglob("rdf-n-triples"))
    entries = re.findall(
        r"rdft:TestNTriples(Positive|Negative)Syntax\b(?:.|\n)*?mf:action\s+<([^>]+)>",
        (folder / "manifest.ttl").read_text("utf-8"),
    )
    wrong = [name for kind, name in entries if _accepts(folder / name) != (kind == "Positive")]
    assert wrong == []
    assert len(entries) == 70


def _accepts(path):
    try:
        list(NTRIPLES.read(path))
    except GraphFormatError:
        return False
    return True
