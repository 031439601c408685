import hashlib
import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from km_graph.errors import ConfigError, GraphFormatError, MissingDependencyError
from km_graph.formats.rdf import JSON_LD, NQUADS, NTRIPLES, RDF_XML, TRIG, TURTLE
from km_graph.formats.reading import DEFAULT, ReadOptions, Skipped
from km_graph.graph import KnowledgeGraph, Triple
from km_graph.graph.attributes import Attribute
from km_graph.testing import ReaderContract, WriterContract
from km_graph.testing.strategies import labels, triples

pytest.importorskip("pyoxigraph")

ALL = [NTRIPLES, NQUADS, TURTLE, TRIG, RDF_XML, JSON_LD]
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
XML_ROOT = f'<rdf:RDF xmlns:rdf="{RDF}" xmlns:e="http://e/">'
XML_ILLEGAL = "".join(map(chr, (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF)))


def scope(content):
    return hashlib.sha256(content).hexdigest()[:8]


class TestNTriples(ReaderContract):
    reader = NTRIPLES
    suffix = ".nt"
    good = (
        b"# cities\n<http://e/K> <http://e/in> <http://e/D> . # and more\r\n"
        b"\n_:b1<http://e/in><urn:km:K%C3%B6ln>.\n"
    )
    triples = (
        ("http://e/K", "http://e/in", "http://e/D"),
        (f"_:b{scope(good)}-b1", "http://e/in", "Köln"),
    )
    bad = good + b"<http://e/K> name <http://e/D> .\n<http://e/K> <http://e/in> <http://e/E> .\n"
    bad_line = 5
    rest = 3
    variants = (
        (
            {"labels": "prefixed"},
            b"<http://www.wikidata.org/entity/Q1> <http://dbpedia.org/ontology/in> <http://e/x> .",
            (("wd:Q1", "dbo:in", "http://e/x"),),
        ),
        (
            {"lenient": True},
            b"<http://e/%zz> <http://e/in> <http://e/x> .",
            (("http://e/%zz", "http://e/in", "http://e/x"),),
        ),
    )


class TestNQuads(ReaderContract):
    reader = NQUADS
    suffix = ".nq"
    good = b"<http://e/a> <http://e/r> <http://e/b> <http://e/g> .\n_:x <http://e/r> _:y .\n"
    triples = (
        ("http://e/a", "http://e/r", "http://e/b"),
        (f"_:b{scope(good)}-x", "http://e/r", f"_:b{scope(good)}-y"),
    )
    bad = good + b"<http://e/a> <http://e/r> .\n"
    bad_line = 3
    rest = 2
    variants = (
        ({"graph": "http://e/g"}, good, triples[:1]),
        ({"graph": "default"}, good, triples[1:]),
    )


class TestTurtle(ReaderContract):
    reader = TURTLE
    suffix = ".ttl"
    good = b"@prefix e: <http://e/> .\ne:a e:r e:b .\n[] e:r _:x .\n"
    triples = (
        ("http://e/a", "http://e/r", "http://e/b"),
        (f"_:b{scope(good)}.0", "http://e/r", f"_:b{scope(good)}-x"),
    )
    bad = good + b"e:a e:r f:b .\n"
    bad_line = 4
    variants = (
        ({"labels": "prefixed"}, good[:39], (("e:a", "e:r", "e:b"),)),
        (
            {"base": "http://f/"},
            b"<a> <r> <http://e/b> .",
            (("http://f/a", "http://f/r", "http://e/b"),),
        ),
    )


class TestTriG(ReaderContract):
    reader = TRIG
    suffix = ".trig"
    good = b"@prefix e: <http://e/> .\ne:a e:r e:b .\ne:g {\n e:a e:r e:c }\n"
    triples = (
        ("http://e/a", "http://e/r", "http://e/b"),
        ("http://e/a", "http://e/r", "http://e/c"),
    )
    bad = good + b"e:a e:r f:b .\n"
    bad_line = 5
    variants = (({"graph": "http://e/g"}, good, triples[1:]),)


class TestRdfXml(ReaderContract):
    reader = RDF_XML
    suffix = ".rdf"
    good = (
        f'{XML_ROOT}<e:T rdf:about="http://e/a"><e:r rdf:resource="http://e/b"/></e:T></rdf:RDF>'
    ).encode()
    triples = (
        ("http://e/a", f"{RDF}type", "http://e/T"),
        ("http://e/a", "http://e/r", "http://e/b"),
    )
    bad = good.replace(b"</rdf:RDF>", b'<rdf:li rdf:bagID="1" rdf:ID="%"/></rdf:RDF>')


class TestJsonLd(ReaderContract):
    reader = JSON_LD
    suffix = ".jsonld"
    good = (
        b'[{"@id": "http://e/a", "http://e/r": {"@id": "http://e/b"}},\n'
        b' {"@context": {"e": "http://e/"}, "@id": "e:a", "e:r": {"@id": "e:c"}}]'
    )
    triples = (
        ("http://e/a", "http://e/r", "http://e/b"),
        ("http://e/a", "http://e/r", "http://e/c"),
    )
    bad = good[:-2] + b"]"
    bad_line = 2


class _Writes(WriterContract):
    packs = True


class TestWritesNTriples(_Writes):
    writer = reader = NTRIPLES
    suffix = ".nt"


class TestWritesNQuads(_Writes):
    writer = reader = NQUADS
    suffix = ".nq"


class TestWritesTurtle(_Writes):
    writer = reader = TURTLE
    suffix = ".ttl"


class TestWritesTriG(_Writes):
    writer = reader = TRIG
    suffix = ".trig"


class TestWritesRdfXml(_Writes):
    writer = reader = RDF_XML
    suffix = ".rdf"


class TestWritesJsonLd(_Writes):
    writer = reader = JSON_LD
    suffix = ".jsonld"


@pytest.fixture
def read(tmp_path):
    def from_text(text, reader=TURTLE, options=DEFAULT):
        path = tmp_path / f"file{reader.suffixes[0]}"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return list(reader.read(path, options))

    return from_text


attributes = st.builds(
    Attribute,
    labels(),
    labels(),
    labels(empty=True),
    st.sampled_from(["", "en", "zh-hant"]),
    st.just(""),
) | st.builds(
    Attribute,
    labels(),
    st.sampled_from(["image", "http://xmlns.com/foaf/0.1/depiction"]) | labels(),
    labels(empty=True),
    st.just(""),
    st.sampled_from(["", "image", f"{XSD}date", f"{XSD}string", "xsd:date", "a b"]),
)


@pytest.mark.parametrize("form", ALL, ids=lambda form: form.suffixes[0])
@settings(deadline=None, max_examples=50)
@given(stated=triples(empty=True), said=st.lists(attributes, max_size=5))
def test_attributes_are_read_back_as_they_were_written(tmp_path_factory, form, stated, said):
    if form is RDF_XML:
        said = [row for row in said if not set(row.value) & set(XML_ILLEGAL)]
    path = tmp_path_factory.getbasetemp() / f"attributes{form.suffixes[0]}"
    graph = KnowledgeGraph.from_triples(stated, said)
    form.write(graph, path)
    assert KnowledgeGraph.from_statements(form.read(path)) == graph


@pytest.mark.parametrize("form", ALL, ids=lambda form: form.suffixes[0])
def test_blank_nodes_keep_their_labels_when_written_and_read_again(tmp_path, form):
    (tmp_path / "a.ttl").write_text("[] <http://e/r> _:x, _:a.b, [] .")
    graph = KnowledgeGraph.from_statements(TURTLE.read(tmp_path / "a.ttl"))
    form.write(graph, tmp_path / f"b{form.suffixes[0]}")
    assert KnowledgeGraph.from_statements(form.read(tmp_path / f"b{form.suffixes[0]}")) == graph


def test_blank_nodes_of_two_files_do_not_clash(tmp_path):
    (tmp_path / "a.ttl").write_text("[] <http://e/r> _:x .")
    (tmp_path / "b.ttl").write_text("[] <http://e/r> _:x . # another")
    both = [next(TURTLE.read(tmp_path / name)) for name in ("a.ttl", "b.ttl")]
    assert not {both[0].head, both[0].tail} & {both[1].head, both[1].tail}


def test_blank_nodes_are_the_same_in_whatever_graph_is_asked_for(read):
    text = "{ [] <http://e/r> [] } <http://e/g> { _:x <http://e/r> [] }"
    asked = read(text, replace(TRIG, graph="http://e/g"))
    assert asked == read(text, TRIG)[1:]


def test_a_label_that_only_looks_like_a_blank_node_is_written_as_an_iri(tmp_path):
    NTRIPLES.write(KnowledgeGraph.from_triples([("_:a", "r", "b")]), tmp_path / "a.nt")
    assert (tmp_path / "a.nt").read_text() == "<urn:km:_%3Aa> <urn:km:r> <urn:km:b> .\n"


@pytest.mark.parametrize("iri", ["urn:km:%zz", "urn:km:%61", "urn:km:%FF", "urn:km:http%3A%2F%2Fe"])
def test_an_iri_that_only_looks_like_ours_stays_whole(read, iri):
    lenient = replace(NTRIPLES, lenient=True)
    assert read(f"<{iri}> <http://e/r> <http://e/o> .", lenient)[0].head == iri


@pytest.mark.parametrize(
    ("literal", "value", "language", "datatype"),
    [
        ('"a"', "a", "", ""),
        ('"a"^^<http://www.w3.org/2001/XMLSchema#string>', "a", "", ""),
        ('"Köln"@de', "Köln", "de", ""),
        ('"colour"@en-GB', "colour", "en-gb", ""),
        ("5", "5", "", f"{XSD}integer"),
        (r'"\u0041\n"^^<http://e/\u0041>', "A\n", "", "http://e/A"),
        ('""', "", "", ""),
    ],
)
def test_a_literal_is_an_attribute(read, literal, value, language, datatype):
    found = read(f"<http://e/s> <http://e/p> {literal} .")
    assert found == [Attribute("http://e/s", "http://e/p", value, language, datatype)]


@pytest.mark.parametrize("name", ["schema:image", "foaf:depiction", "wdt:P18"])
def test_a_picture_is_an_attribute(read, name):
    prefixes = (
        "@prefix schema: <http://schema.org/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> ."
        "@prefix wdt: <http://www.wikidata.org/prop/direct/> . "
    )
    found = read(
        f"{prefixes} <http://e/s> {name} <http://e/a.png> .", replace(TURTLE, labels="prefixed")
    )
    assert found == [Attribute("http://e/s", name, "http://e/a.png", "", "image")]


def test_attributes_have_prefixed_names_and_datatypes_too(read):
    text = f'@prefix e: <http://e/> . e:s e:born "2020-01-01"^^<{XSD}date> .'
    found = read(text, replace(TURTLE, labels="prefixed"))
    assert found == [Attribute("e:s", "e:born", "2020-01-01", "", "xsd:date")]


def test_two_iris_never_get_one_prefixed_name(read):
    text = "@prefix e: <http://e/> . e:a e:r <e:a>, <http://e/b/c>, <http://e/> ."
    found = read(text, replace(TURTLE, labels="prefixed"))
    assert [triple.tail for triple in found] == ["<e:a>", "e:b/c", "http://e/"]


def test_a_prefix_that_changes_its_meaning_further_on_does_not_count(read):
    text = "@prefix e: <http://e/> . e:a e:r e:b . @prefix e: <http://f/> . e:a e:r e:b ."
    found = read(text, replace(TURTLE, labels="prefixed"))
    assert found == [("e:a", "e:r", "e:b"), ("http://f/a", "http://f/r", "http://f/b")]


LABELLED = """
@prefix e: <http://e/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
e:paris rdfs:label "Paris"@en, "Paris"@fr, "巴黎"@zh ; e:in e:france .
e:texas rdfs:label "Paris"@en-US . e:france rdfs:label "France", "Frankreich"@de .
e:in rdfs:label "lies in"@en . e:odd rdfs:label "e:nowhere" ; e:in e:nowhere .
"""


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            [
                ("Paris (e:paris)", "lies in", "France"),
                ("e:nowhere (e:odd)", "lies in", "e:nowhere"),
            ],
        ),
        ("zh", [("巴黎", "e:in", "France"), ("e:nowhere (e:odd)", "e:in", "e:nowhere")]),
    ],
)
def test_entities_may_have_their_labels_as_names(read, language, expected):
    found = read(LABELLED, replace(TURTLE, labels="rdfs", language=language))
    assert [statement for statement in found if isinstance(statement, Triple)] == expected


def test_naming_by_labels_never_merges_entities(read):
    by_iri = KnowledgeGraph.from_statements(read(LABELLED))
    by_label = KnowledgeGraph.from_statements(read(LABELLED, replace(TURTLE, labels="rdfs")))
    assert by_label.n_entities == by_iri.n_entities


def test_naming_by_labels_does_not_read_a_pipe_twice(tmp_path):
    os.mkfifo(tmp_path / "pipe.ttl")
    with pytest.raises(GraphFormatError, match="a pipe flows once; save it as a file"):
        list(replace(TURTLE, labels="rdfs").read(tmp_path / "pipe.ttl"))


def test_a_triple_about_a_triple_is_a_problem(read):
    text = "<http://e/a> <http://e/r> <<( <http://e/a> <http://e/r> 1 )>>, <http://e/b> ."
    with pytest.raises(GraphFormatError, match="a triple about a triple"):
        read(text)
    skipped = Skipped()
    assert len(read(text, options=ReadOptions(on_problem=skipped))) == 1
    assert skipped.count == 1


def test_a_base_direction_is_a_problem(read):
    with pytest.raises(GraphFormatError, match="a text with a base direction"):
        read('<http://e/a> <http://e/r> "a"@ar--rtl .')


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_skips_bad_lines_and_counts_each_once(read, end):
    good = "<http://e/a> <http://e/r> <http://e/{}> ."
    lines = [
        good.format(1),
        "bad",
        good.format(2),
        good.format(3)[:-1] + "junk .",
        '"',
        good.format(4),
    ]
    skipped = Skipped()
    found = read(end.join(lines), NTRIPLES, ReadOptions(on_problem=skipped))
    assert [triple.tail[-1] for triple in found] == ["1", "2", "4"]
    assert [problem.line for problem in skipped.listed] == [2, 4, 5]


def test_numbers_lines_across_blocks(read):
    line = "<http://e/a> <http://e/r> <http://e/b> .\n"
    with pytest.raises(GraphFormatError) as caught:
        read(line * 20_000 + "bad\n", NTRIPLES)
    assert caught.value.line == 20_001


def test_says_where_bytes_are_not_utf8(read):
    with pytest.raises(
        GraphFormatError, match=r"file\.nt:2: expected RDF at column 29: Invalid UTF-8"
    ):
        read(b'\n<http://e/a> <http://e/r> "x\xff" .', NTRIPLES)


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
@pytest.mark.parametrize("reader", [NTRIPLES, TURTLE])
def test_reads_other_encodings(read, reader, encoding):
    text = "<http://e/ä> <http://e/r> <http://e/b> .\n"
    found = read(text.encode(encoding), reader, ReadOptions(encoding=encoding))
    assert found == [("http://e/ä", "http://e/r", "http://e/b")]


@pytest.mark.parametrize("reader", [NTRIPLES, TURTLE])
def test_takes_no_notice_of_a_byte_order_mark(read, reader):
    assert len(read(b"\xef\xbb\xbf<http://e/a> <http://e/r> <http://e/b> .", reader)) == 1


def test_an_unknown_encoding_is_named(read):
    with pytest.raises(GraphFormatError, match="no text encoding is called 'klingon'"):
        read("", NTRIPLES, ReadOptions(encoding="klingon"))


@pytest.mark.parametrize("reader", [NTRIPLES, TURTLE, JSON_LD])
def test_a_term_without_end_is_refused(read, reader):
    start = '[{"@id": "' if reader is JSON_LD else "<http://e/"
    with pytest.raises(GraphFormatError, match="a term is longer than 16 MiB"):
        read(start + "x" * (17 << 20), reader)


def test_a_long_line_is_refused(read):
    with pytest.raises(GraphFormatError, match="a line is longer than 1,000,000 bytes"):
        read("# " + "x" * 2_000_000, NTRIPLES, ReadOptions(max_line=1_000_000))


@pytest.mark.parametrize(
    "text",
    ['{"http://e/a":' * 30_000, "[" * 30_000, '{"a":"\\"[[[","http://e/a":' * 30_000],
)
def test_deep_json_is_refused_where_the_parser_would_crash(read, text):
    with pytest.raises(GraphFormatError, match="the JSON is nested more than 500 deep"):
        read(text, JSON_LD)


def test_brackets_in_strings_are_not_depth(read):
    value = "[" * 1000 + '"\\' + "{" * 300_000
    found = read(json.dumps({"@id": "http://e/a", "http://e/r": value}), JSON_LD)
    assert found == [Attribute("http://e/a", "http://e/r", value)]


def test_a_remote_context_is_refused_without_a_connection(tmp_path):
    (tmp_path / "a.jsonld").write_text('{"@context": "http://127.0.0.1:9/c", "@id": "http://e/a"}')
    (tmp_path / "a.rdf").write_text(
        f'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/d">{XML_ROOT}</rdf:RDF>'
    )
    program = f"""
import sys
from pathlib import Path
calls = []
sys.addaudithook(lambda event, _: event.startswith("socket.") and calls.append(event))
from km_graph.errors import GraphFormatError
from km_graph.formats.rdf import JSON_LD, RDF_XML
for reader in (JSON_LD, RDF_XML):
    try:
        list(reader.read(Path({str(tmp_path)!r}) / f"a{{reader.suffixes[0]}}"))
    except GraphFormatError as error:
        print(str(error).partition(": ")[2])
print(calls)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    said = done.stdout.splitlines()
    assert said[0].startswith("its JSON-LD context lies elsewhere, and nothing is fetched")
    assert said[1].startswith("has a document type declaration")
    assert said[2] == "[]"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"labels": "names"}, "labels: expected iri, prefixed, rdfs, found 'names'"),
        ({"graph": "g"}, "graph: expected an IRI, a blank node or default, found 'g'"),
        ({"base": "b"}, "base: expected an absolute IRI, found 'b'"),
    ],
)
def test_options_that_are_none_are_named(read, fields, message):
    with pytest.raises(ConfigError, match=message):
        read("<http://e/a> <http://e/r> 1 .", replace(TURTLE, **fields))


def test_a_relation_that_ends_in_no_xml_name_is_one_of_ours_in_rdf_xml(tmp_path):
    graph = KnowledgeGraph.from_triples([("a", "http://e/007", "b"), ("a", "007", "b")])
    RDF_XML.write(graph, tmp_path / "a.rdf")
    assert KnowledgeGraph.from_statements(RDF_XML.read(tmp_path / "a.rdf")) == graph
    assert 'xmlns="urn:km:http%3A%2F%2Fe%2F007#"' in (tmp_path / "a.rdf").read_text()


def test_xml_refuses_a_control_character(tmp_path):
    graph = KnowledgeGraph.from_triples([], [Attribute("a", "n", "\x01")])
    with pytest.raises(GraphFormatError, match=r"XML cannot hold the value '\\x01'"):
        RDF_XML.write(graph, tmp_path / "a.rdf")


def test_an_attribute_has_a_language_or_a_datatype(tmp_path):
    graph = KnowledgeGraph.from_triples([], [Attribute("a", "n", "x", "en", "xsd:date")])
    with pytest.raises(GraphFormatError, match="RDF cannot hold the attribute 'n' of 'a'"):
        NTRIPLES.write(graph, tmp_path / "a.nt")


@pytest.mark.parametrize("form", [NTRIPLES, TURTLE, RDF_XML], ids=lambda form: form.suffixes[0])
def test_what_it_writes_is_rdf_to_others(tmp_path, form):
    rdflib = pytest.importorskip("rdflib")
    stated = [("a b", "r", "http://e/x"), ("http://e/a", "^", "_:b"), ("\n", "007", "\ufffe")]
    graph = KnowledgeGraph.from_triples(stated, [Attribute("a b", "n", "a\r\nb", "en")])
    path = tmp_path / f"graph{form.suffixes[0]}"
    form.write(graph, path)
    name = {".rdf": "xml", ".ttl": "turtle", ".nt": "nt"}
    found = rdflib.Graph().parse(path, format=name[form.suffixes[0]])
    assert len(found) == 4
    assert rdflib.Literal("a\r\nb", lang="en") in set(found.objects())


def test_without_pyoxigraph_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyoxigraph", None)
    with pytest.raises(MissingDependencyError, match=r"pip install 'km-graph\[rdf\]'"):
        list(TURTLE.read(tmp_path / "a.ttl"))
