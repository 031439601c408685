import gzip
import shutil
from pathlib import Path

import pytest

from km_graph.errors import ConfigError, GraphFormatError
from km_graph.formats.delimited import CSV, METAQA, TSV, Delimited
from km_graph.formats.reading import ReadOptions, Skipped
from km_graph.graph import KnowledgeGraph
from km_graph.graph.attributes import Attribute, AttributeTable
from km_graph.graph.vocabulary import Vocabulary
from km_graph.testing import ReaderContract, WriterContract

TWO = (("Köln", "country", "DE"), ("NA", "is", "007"))
METAQA_FILE = Path(__file__).parents[4].parent / "shared" / "data" / "metaqa" / "kb.txt.gz"


class TestTsv(ReaderContract):
    reader = TSV
    suffix = ".tsv"
    good = "Köln\tcountry\tDE\r\n\nNA\tis\t007".encode()
    triples = TWO
    bad = "Köln\tcountry\tDE\nNA\tis\n".encode()
    bad_line = 2
    rest = 1
    variants = (
        ({"separator": "semicolon"}, "Köln;country;DE\nNA;is;007\n".encode(), TWO),
        ({"separator": " :: "}, "Köln :: country :: DE\nNA :: is :: 007\n".encode(), TWO),
        ({"columns": "relation,head,tail"}, "country\tKöln\tDE\nis\tNA\t007".encode(), TWO),
        ({"columns": "_,tail,head,_,relation"}, b"1\tb\ta\t\tr\n", (("a", "r", "b"),)),
        ({"header": True}, b"tail\thead\tx\trelation\nb\ta\t\tr\n", (("a", "r", "b"),)),
        (
            {"header": True, "head": "s", "relation": "p", "tail": "o"},
            b"s\tp\to\na\tr\tb\n",
            (("a", "r", "b"),),
        ),
        (
            {"header": True, "columns": "tail,relation,head"},
            b"x\ty\tz\nb\tr\ta\n",
            (("a", "r", "b"),),
        ),
        ({"quoting": True}, b'"a\tb"\tr\t"c"\n', (("a\tb", "r", "c"),)),
    )


class TestCsv(ReaderContract):
    reader = CSV
    suffix = ".csv"
    good = '"Köln",country,DE\r\n\n"NA",is,007\n'.encode()
    triples = TWO
    bad = 'Köln,country,DE\n"two\nlines",is,1\nNA,"is\na,r,b\n'.encode()
    bad_line = 4
    rest = 3


class TestMetaqa(ReaderContract):
    reader = METAQA
    suffix = ".txt"
    good = "Köln|country|DE\nNA|is|007\n".encode()
    triples = TWO
    bad = "Köln|country|DE\nNA|is|007|\n".encode()
    bad_line = 2
    rest = 1


@pytest.fixture
def read(tmp_path):
    def from_bytes(content, reader=TSV):
        path = tmp_path / "file"
        path.write_bytes(content)
        return [tuple(triple) for triple in reader.read(path)]

    return from_bytes


class TestTsvWriting(WriterContract):
    writer = reader = TSV
    suffix = ".tsv"
    without = "\t\r\n\0"


class TestCsvWriting(WriterContract):
    writer = reader = CSV
    suffix = ".csv"
    without = "\0"


class TestMetaqaWriting(WriterContract):
    writer = reader = METAQA
    suffix = ".txt"
    without = "|\r\n\0"


class TestWritingWithOptions(WriterContract):
    writer = reader = Delimited(
        " , ", "_,tail,relation,_,head", header=True, head="subject", quoting=True
    )
    suffix = ".txt"
    without = "\0"


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


@pytest.mark.parametrize(
    "columns", ["head,relation", "head,relation,tail,head", "head,relation,tail,weight", "_"]
)
def test_columns_that_are_no_triple_are_refused(columns):
    with pytest.raises(ConfigError, match="expected head, relation and tail once each"):
        Delimited(columns=columns)


@pytest.mark.parametrize("separator", ["", "\n", '"', "\0", "\udcff"])
def test_a_separator_that_cannot_be_one_is_refused(separator):
    with pytest.raises(ConfigError, match="cannot stand between fields"):
        Delimited(separator)


def test_a_header_without_a_column_is_refused(read):
    with pytest.raises(GraphFormatError) as caught:
        read(b"\nheads\trelation\ttail\n", Delimited(header=True))
    assert caught.value.line == 2
    assert "no column called 'head' for the head; there are 'heads'" in str(caught.value)


def test_a_header_that_is_missing_is_said(read):
    with pytest.raises(GraphFormatError, match="expected a line that names the columns"):
        read(b"\n", Delimited(header=True))


def test_csv_goes_on_after_the_line_of_a_quote_that_is_not_closed(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('a,r,b\n"c\nd"x,r,e\nf,r,g\n"5 inch,r,b\nh,r,i\n')
    skipped = Skipped()
    left = list(CSV.read(path, ReadOptions(on_problem=skipped)))
    assert left == [("a", "r", "b"), ("f", "r", "g"), ("h", "r", "i")]
    assert [problem.line for problem in skipped.listed] == [2, 5]


def test_a_header_with_a_column_twice_is_refused(read):
    with pytest.raises(GraphFormatError, match="two columns called 'head'"):
        read(b"head\thead\trelation\ttail\n", Delimited(header=True))


def test_the_layout_says_how_a_line_states_a_triple():
    assert METAQA.layout == (b"|", 3, 0, 1, 2)
    assert Delimited(columns="tail,_,head,relation").layout == (b"\t", 4, 2, 3, 0)


@pytest.mark.parametrize("form", [CSV, Delimited(header=True), Delimited(" :: ")])
def test_there_is_no_layout_where_lines_are_not_all(form):
    assert form.layout is None


def test_what_cannot_be_read_within_quotes_is_never_left_out_of_a_label(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b'"one\n\xff\ntwo",r,b\nx,r,y\n')
    skipped = Skipped()
    left = list(CSV.read(path, ReadOptions(on_problem=skipped)))
    assert left == [("x", "r", "y")]
    assert skipped.listed[1].line == 1


def test_csv_labels_may_be_long(tmp_path):
    label = 'x"\n' * 200_000
    graph = KnowledgeGraph.from_triples([("a", "r", label)])
    CSV.write(graph, tmp_path / "a.csv")
    assert KnowledgeGraph.from_triples(CSV.read(tmp_path / "a.csv")) == graph


def test_attributes_that_are_left_out_are_said(tmp_path, caplog):
    table = AttributeTable.of([Attribute("a", "label", "A")], Vocabulary.of(["a", "b"]))
    graph = KnowledgeGraph.from_triples([("a", "r", "b")])
    with_attributes = KnowledgeGraph(
        graph.entities, graph.relations, graph.forward, graph.backward, table
    )
    TSV.write(with_attributes, tmp_path / "a.tsv")
    assert "1 attributes are left out" in caplog.text
