"""Files that mean harm, or that others read wrongly without a word."""

import os
import subprocess
import sys
import threading
import tracemalloc
from itertools import islice

import pytest

from km_graph.errors import GraphFormatError
from km_graph.formats.delimited import CSV, METAQA, TSV
from km_graph.formats.gfm_rag import GFM_RAG
from km_graph.formats.jsonl import JSONL
from km_graph.formats.reading import ReadOptions, Skipped
from km_graph.formats.rog import ROG
from km_graph.graph import KnowledgeGraph

MEGABYTE = 1 << 20
LINE_READERS = [TSV, CSV, METAQA, JSONL, ROG]

# Rows that pandas, polars, DuckDB and pyarrow change by default, and the same with other faults.
LEGAL = [
    ('"a" b', "r", "c"),
    ('a"', "r", '"'),
    ("NA", "null", "N/A"),
    ("007", "1e5", "1.0"),
    ("true", "nan", "-inf"),
    ("a\u2028b", "r", "c\u0085d"),
    (" a", "r ", " "),
    ("#a", "r", "\\N"),
]


def tsv(rows):
    return "".join("\t".join(row) + "\n" for row in rows).encode()


@pytest.fixture
def file(tmp_path):
    def write(content, name="file.tsv"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


def test_legal_rows_are_not_changed(file):
    assert list(TSV.read(file(tsv(LEGAL)))) == LEGAL


def test_legal_rows_with_other_line_ends_are_not_changed(file):
    assert list(TSV.read(file(tsv(LEGAL).replace(b"\n", b"\r\n")))) == LEGAL


def test_a_byte_order_mark_goes_and_no_row_with_it(file):
    assert list(TSV.read(file(b"\xef\xbb\xbf" + tsv(LEGAL)))) == LEGAL


def test_the_first_row_is_no_header_unless_it_is_said_to_be(file):
    assert list(TSV.read(file(tsv([("head", "relation", "tail")])))) == [
        ("head", "relation", "tail")
    ]


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        (b"a\tr\tb\tc", "expected 3 tab-separated fields, found 4"),
        (b"a\tr", "expected 3 tab-separated fields, found 2"),
        (b"a\tr\t", "found an empty field"),
        (b"a\tr\tb\0", "found a NUL byte"),
        (b"a\tr\t\xff", r"expected utf-8 text, found the bytes b'\xff'"),
        (b"a\tr\t\xed\xa0\x80", "expected utf-8 text"),  # half of a surrogate pair
        (b"a\tr\t\xc0\xaf", "expected utf-8 text"),  # a slash, spelt too long
    ],
)
def test_a_wrong_row_is_named_and_can_be_skipped(file, wrong, expected):
    path = file(tsv(LEGAL) + wrong + b"\n" + tsv(LEGAL))
    with pytest.raises(GraphFormatError) as caught:
        list(TSV.read(path))
    assert (caught.value.line, expected in str(caught.value)) == (9, True)
    skipped = Skipped()
    assert list(TSV.read(path, ReadOptions(on_problem=skipped))) == LEGAL * 2
    assert skipped.count == 1


@pytest.mark.parametrize("content", [b"", b"\n\n  \n"])
def test_a_file_of_nothing_states_nothing(file, content):
    assert list(TSV.read(file(content))) == []


def test_a_long_row_is_read_whole(file):
    row = ("x" * 10 * MEGABYTE, "r", "y" * 10 * MEGABYTE)
    assert list(TSV.read(file(tsv([row])))) == [row]


@pytest.mark.parametrize("reader", LINE_READERS)
def test_the_only_line_is_never_lost_for_being_long(file, reader):
    with pytest.raises(GraphFormatError, match=r"1: the line is longer than 67,108,864 bytes"):
        list(reader.read(file(b"x" * 70 * MEGABYTE)))


def _gigabyte(path, *, then=b""):
    with path.open("wb", buffering=0) as pipe:
        for _ in range(1024):
            pipe.write(b"x" * MEGABYTE)
        pipe.write(then)


@pytest.mark.parametrize("reader", [TSV, CSV, JSONL])
def test_a_gigabyte_on_one_line_is_skipped_in_little_memory(tmp_path, reader):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    last = b'\n["a","r","b"]' if reader is JSONL else b"\na,r,b" if reader is CSV else b"\na\tr\tb"
    writer = threading.Thread(target=_gigabyte, args=(path,), kwargs={"then": last})
    writer.start()
    skipped = Skipped()
    tracemalloc.start()
    try:
        left = list(reader.read(path, ReadOptions(on_problem=skipped, max_line=MEGABYTE)))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
        writer.join()
    assert (left, skipped.count) == ([("a", "r", "b")], 1)
    assert peak < 16 * MEGABYTE


def test_a_quote_that_is_not_closed_takes_little_memory(file):
    content = b'"a,r,b\n' + b"a,r,b\n" * 100_000
    skipped = Skipped()
    options = ReadOptions(on_problem=skipped, max_line=100_000)
    assert (sum(1 for _ in CSV.read(file(content), options)), skipped.count) == (100_000, 1)


def test_many_quotes_take_no_time(file):
    content = b'"' * 1_000_001
    with pytest.raises(GraphFormatError, match="a quote is not closed"):
        list(CSV.read(file(content)))


def test_a_packed_line_without_end_stops_at_its_limit(file):
    import gzip

    path = file(gzip.compress(b"x" * 64 * MEGABYTE), "a.tsv.gz")
    tracemalloc.start()
    try:
        with pytest.raises(GraphFormatError, match="the line is longer than"):
            list(TSV.read(path, ReadOptions(max_line=MEGABYTE, max_ratio=10**6)))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 16 * MEGABYTE


@pytest.mark.parametrize(
    "label",
    [
        "\u202egnp.exe",
        "a\u200bb",
        "\ufeff",
        "\u0085",
        "\x1b[31mred",
        "../../etc/passwd",
        "/etc/passwd",
        "C:\\x",
        "x" * 10 * MEGABYTE,
        "__import__('os')",
        "=cmd|' /C calc'!A0",
    ],
    ids=lambda label: ascii(label[:20]),
)
@pytest.mark.parametrize("form", [TSV, CSV, JSONL, GFM_RAG], ids=lambda form: type(form).__name__)
def test_a_label_is_only_ever_a_label(tmp_path, form, label):
    graph = KnowledgeGraph.from_triples([(label, label, "a")])
    path = tmp_path / "within" / "graph"
    form.write(graph, path)
    read = (one for one in form.read(path) if len(one) == 3)
    assert KnowledgeGraph.from_triples(read) == graph
    assert [tmp_path / "within"] == list(tmp_path.iterdir())


@pytest.mark.parametrize("reader", LINE_READERS)
def test_a_message_is_short_whatever_the_line(file, reader):
    with pytest.raises(GraphFormatError) as caught:
        list(reader.read(file(b"[" + b"x" * MEGABYTE)))
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("reader", LINE_READERS)
def test_a_pipe_is_read_as_it_comes(tmp_path, reader):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    line = {CSV: b"a,r,b\n", METAQA: b"a|r|b\n", JSONL: b'["a","r","b"]\n'}.get(
        reader, b"a\tr\tb\n"
    )
    if reader is ROG:
        line = b'{"graph": [["a","r","b"]]}\n'
    more = threading.Event()

    def write():
        with path.open("wb", buffering=0) as pipe:
            pipe.write(line)
            more.wait(20)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        triples = reader.read(path)
        assert list(islice(triples, 1)) == [("a", "r", "b")]
        triples.close()
    finally:
        more.set()
        writer.join()


_COUNT_CONNECTIONS = """
import sys

connections = []
sys.addaudithook(
    lambda event, arguments: connections.append(arguments)
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request")
    else None
)
from pathlib import Path

from km_graph.errors import KmError
from km_graph.formats.contracts import GRAPH_READERS, needs_path

tried = set()
for plugin in GRAPH_READERS:
    try:
        reader = plugin.load()
    except KmError:
        continue
    if not needs_path(reader):
        continue
    for path in sys.argv[1:]:
        try:
            list(reader.read(Path(path)))
        except KmError:
            pass
        tried.add(plugin.name)
print(len(connections), *sorted(tried))
"""

_REMOTE = {
    "context.jsonld": b'{"@context": "http://192.0.2.1/context", "@id": "urn:a", "p": "b"}',
    "doctype.rdf": b'<!DOCTYPE a SYSTEM "http://192.0.2.1/a.dtd"><a/>',
    "graph.graphml": b'<graphml xmlns="http://192.0.2.1/graphml"><graph/></graphml>',
    "include.xml": b'<a xmlns:xi="http://www.w3.org/2001/XInclude">'
    b'<xi:include href="http://192.0.2.1/"/></a>',
    "import.ttl": b"@prefix owl: <http://192.0.2.1/> . <urn:a> owl:imports <http://192.0.2.1/b> .",
    "nodes.tsv": b"http://192.0.2.1/a\thttp://192.0.2.1/r\thttp://192.0.2.1/b\n",
    "rows.jsonl": b'{"graph": [["http://192.0.2.1/a", "r", "b"]]}\n',
}


def test_no_reader_makes_a_connection(tmp_path):
    for name, content in _REMOTE.items():
        (tmp_path / name).write_bytes(content)
    paths = [
        *map(str, tmp_path.iterdir()),
        "http://192.0.2.1/a.nt",
        "ftp://192.0.2.1/",
        str(tmp_path),
    ]
    command = [sys.executable, "-c", _COUNT_CONNECTIONS, *paths]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.stderr == ""
    connections, *tried = result.stdout.split()
    assert connections == "0"
    assert {"tsv", "csv", "jsonl", "rog", "parquet", "arrow", "gfm-rag"} <= set(tried)
