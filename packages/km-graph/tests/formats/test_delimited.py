import gzip
import shutil
from pathlib import Path

import pytest
from hypothesis import given

from km_graph.errors import GraphFormatError
from km_graph.formats.delimited import CSV, METAQA, TSV
from km_graph.graph import KnowledgeGraph
from km_graph.testing import ReaderContract
from km_graph.testing.strategies import triples

TWO = (("Köln", "country", "DE"), ("NA", "is", "007"))
METAQA_FILE = Path(__file__).parents[4].parent / "shared" / "data" / "metaqa" / "kb.txt.gz"


class TestTsv(ReaderContract):
    reader = TSV
    suffix = ".tsv"
    good = "Köln\tcountry\tDE\r\n\nNA\tis\t007".encode()
    triples = TWO
    bad = "Köln\tcountry\tDE\nNA\tis\n".encode()
    bad_line = 2


class TestTsvGzip(TestTsv):
    suffix = ".tsv.gz"
    good = gzip.compress(TestTsv.good)
    bad = gzip.compress(TestTsv.bad)


class TestCsv(ReaderContract):
    reader = CSV
    suffix = ".csv"
    good = '"Köln",country,DE\r\n\n"NA",is,007\n'.encode()
    triples = TWO
    bad = 'Köln,country,DE\n"two\nlines",is,1\nNA,"is\n'.encode()
    bad_line = 4


class TestMetaqa(ReaderContract):
    reader = METAQA
    suffix = ".txt"
    good = "Köln|country|DE\nNA|is|007\n".encode()
    triples = TWO
    bad = "Köln|country|DE\nNA|is|007|\n".encode()
    bad_line = 2


@pytest.fixture
def read(tmp_path):
    def from_bytes(content, reader=TSV):
        path = tmp_path / "file"
        path.write_bytes(content)
        return [tuple(triple) for triple in reader.read(path)]

    return from_bytes


def round_trip(stated, form, path):
    graph = KnowledgeGraph.from_triples(stated)
    form.write(graph, path)
    return graph, KnowledgeGraph.from_triples(form.read(path))


@given(triples(without="\t\r\n\0"))
def test_tsv_reads_back_what_it_wrote(tmp_path_factory, stated):
    before, after = round_trip(stated, TSV, tmp_path_factory.getbasetemp() / "graph.tsv")
    assert before == after


@given(triples(without="|\r\n\0"))
def test_metaqa_reads_back_what_it_wrote(tmp_path_factory, stated):
    before, after = round_trip(stated, METAQA, tmp_path_factory.getbasetemp() / "graph.txt")
    assert before == after


@given(triples(without="\0"))
def test_csv_reads_back_what_it_wrote(tmp_path_factory, stated):
    before, after = round_trip(stated, CSV, tmp_path_factory.getbasetemp() / "graph.csv.gz")
    assert before == after


def test_a_message_says_what_was_expected_and_found(tmp_path):
    path = tmp_path / "toy.tsv"
    path.write_text("a\tr\tb\nberlin\tcapital_of\n")
    with pytest.raises(GraphFormatError) as caught:
        list(TSV.read(path))
    expected = r"2: expected 3 tab-separated fields, found 2: 'berlin\tcapital_of'"
    assert str(caught.value) == f"{path}:{expected}"


def test_a_long_line_is_shortened_in_the_message(read):
    with pytest.raises(GraphFormatError) as caught:
        read(b"x" * 5000)
    assert len(str(caught.value)) < 300


def test_no_label_is_changed(read):
    assert read(b' a \t"r"\tnull\n1.0\t#\t\xc2\x85\n') == [
        (" a ", '"r"', "null"),
        ("1.0", "#", "\x85"),
    ]


def test_other_line_ends_are_part_of_a_label(read):
    assert read("a\u2028b\tr\tc\rd\n".encode()) == [("a\u2028b", "r", "c\rd")]


def test_a_byte_order_mark_is_no_part_of_a_label(read):
    assert read("\ufeffa\tr\tb\n".encode()) == [("a", "r", "b")]


def test_blank_lines_are_skipped(read):
    assert read(b"\n  \na\tr\tb\n\r\n") == [("a", "r", "b")]


@pytest.mark.parametrize("line", [b"\tr\tb", b"a\t\tb", b"a\tr\t", b"\t\t"])
def test_an_empty_field_is_refused(read, line):
    with pytest.raises(
        GraphFormatError, match="1: expected a head, a relation and a tail, found an empty field"
    ):
        read(line)


@pytest.mark.parametrize("form", [TSV, CSV, METAQA])
def test_a_nul_byte_is_refused(read, form):
    with pytest.raises(GraphFormatError, match="2: expected text, found a NUL byte"):
        read(b"\na\0\tr\tb", form)


def test_csv_fields_may_hold_quotes_commas_and_lines(read):
    assert read(b'"a ""b"", c","d\r\ne",f\n', CSV) == [('a "b", c', "d\r\ne", "f")]


@pytest.mark.parametrize("line", [b'"a"b,r,c\n', b'a,r,"c', b"a,r\rs,c\n"])
def test_csv_that_is_quoted_wrongly_is_refused(read, line):
    with pytest.raises(GraphFormatError, match="1: expected CSV as in RFC 4180"):
        read(line, CSV)


@pytest.mark.parametrize(
    ("form", "label"),
    [(TSV, "a\tb"), (TSV, "a\nb"), (TSV, "a\r"), (METAQA, "a|b"), (CSV, "a\0b"), (CSV, "")],
)
def test_a_label_that_a_format_cannot_hold_is_refused(tmp_path, form, label):
    path = tmp_path / "graph"
    path.write_text("old")
    with pytest.raises(GraphFormatError, match="fields cannot hold the label"):
        form.write(KnowledgeGraph.from_triples([("x", "r", label)]), path)
    assert path.read_text() == "old"


@pytest.mark.skipif(not METAQA_FILE.exists(), reason="the MetaQA files are not here")
def test_reads_all_of_metaqa(tmp_path):
    graph = KnowledgeGraph.from_triples(METAQA.read(METAQA_FILE))
    assert (graph.n_entities, graph.n_relations, graph.n_triples) == (43234, 9, 133582)
    copy = tmp_path / "kb.txt"
    with gzip.open(METAQA_FILE) as packed, copy.open("wb") as plain:
        shutil.copyfileobj(packed, plain)
    METAQA.write(graph, tmp_path / "again.txt")
    ours, theirs = (
        sorted(path.read_bytes().splitlines()) for path in (tmp_path / "again.txt", copy)
    )
    assert ours == theirs
