import json

import pytest

from km_graph.errors import GraphFormatError
from km_graph.formats.jsonl import JSONL, JsonLines
from km_graph.graph import KnowledgeGraph
from km_graph.graph.attributes import Attribute, AttributeTable
from km_graph.testing import ReaderContract, WriterContract

TWO = (("Köln", "country", "DE"), ("NA", "is", "007"))


class TestJsonl(ReaderContract):
    reader = JSONL
    suffix = ".jsonl"
    good = (
        b'{"head": "K\\u00f6ln", "relation": "country", "tail": "DE", "score": 1e999}\r\n'
        b'\n["NA", "is", "007"]'
    )
    triples = TWO
    bad = b'{"tail": "DE", "head": "K\\u00f6ln", "relation": "country"}\n["NA", "is", 7]\n["a"]\n'
    bad_line = 2
    rest = 1
    variants = (
        (
            {"head": "s", "relation": "p", "tail": "o"},
            b'{"s": "a", "p": "r", "o": "b", "entity": "x"}\n',
            (("a", "r", "b"),),
        ),
    )


class TestJsonlWriting(WriterContract):
    writer = reader = JSONL
    suffix = ".jsonl"


class TestWritingOtherKeys(WriterContract):
    writer = reader = JsonLines("subject", 'a "relation"', "objekt ö")
    suffix = ".jsonl"


@pytest.fixture
def read(tmp_path):
    def from_text(text):
        path = tmp_path / "file.jsonl"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return list(JSONL.read(path))

    return from_text


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("7", "expected an object or a list, found the number 7"),
        ('"a"', "expected an object or a list, found a string"),
        ("null", "expected an object or a list, found null"),
        ("[]", "expected a list of 3 strings, found 0"),
        ('["a", "b", "c", "d"]', "expected a list of 3 strings, found 4"),
        ('["a", null, "c"]', "expected a string as 'relation', found null"),
        ('["a", "b", ""]', "expected a string as 'tail', found an empty string"),
        ('["a", "b", {}]', "expected a string as 'tail', found an object"),
        ('{"head": "a", "relation": "b"}', "expected the key 'tail'"),
        ('{"head": true, "relation": "b", "tail": "c"}', "'head', found a truth value"),
        ('{"entity": "a", "name": "b"}', "expected the key 'value'"),
        ('{"entity": "a", "name": "b", "value": 7}', "as 'value', found the number 7"),
        ('["a", "b", "\\ud800"]', "found half a surrogate pair"),
        ("[", "expected JSON: Expecting value at column 2"),
        ('["a", "b", "c"] x', "expected JSON: Extra data"),
        ('["a", "b", "c\0"]', "expected JSON: Invalid control character"),
        ("\u2028", "expected JSON"),
        ("[" * 100_000, "the JSON is nested too deep"),
        ('{"a":' * 100_000, "the JSON is nested too deep"),
        ("9" * 100_000, "a number is too long"),
    ],
)
def test_what_is_no_statement_is_refused(read, line, expected):
    with pytest.raises(GraphFormatError) as caught:
        read("\n" + line)
    assert expected in str(caught.value)
    assert (caught.value.line, len(str(caught.value)) < 400) == (2, True)


def test_no_label_is_changed(read):
    assert read('["\\u0000 ", "\u2028\u0085", "NA"]\n') == [("\0 ", "\u2028\u0085", "NA")]


def test_attributes_are_read(read):
    rows = (
        '{"entity": "a", "name": "label", "value": "A", "language": "en"}\n'
        '{"entity": "a", "name": "born", "value": "", "datatype": "xsd:date", "more": null}'
    )
    assert read(rows) == [
        Attribute("a", "label", "A", "en"),
        Attribute("a", "born", "", "", "xsd:date"),
    ]


def test_attributes_read_back(tmp_path):
    said = (Attribute("a", "label", "Ä", "de"), Attribute("a", "x\n", "", "", "t"))
    plain = KnowledgeGraph.from_triples([("a", "r", "b")])
    table = AttributeTable.of(said, plain.entities)
    graph = KnowledgeGraph(plain.entities, plain.relations, plain.forward, plain.backward, table)
    JSONL.write(graph, tmp_path / "a.jsonl")
    assert [("a", "r", "b"), *said] == list(JSONL.read(tmp_path / "a.jsonl"))


def test_every_line_is_json_to_others(tmp_path):
    JSONL.write(KnowledgeGraph.from_triples([('"\n', "\\", "\u2028")]), tmp_path / "a.jsonl")
    rows = (tmp_path / "a.jsonl").read_text("utf-8").split("\n")
    assert [json.loads(row) for row in rows if row] == [
        {"head": '"\n', "relation": "\\", "tail": "\u2028"}
    ]
