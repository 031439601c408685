from dataclasses import dataclass
from pathlib import Path

import pytest

from km_graph.encoders.python import PythonEncoder
from km_graph.errors import GraphFormatError
from km_graph.formats.delimited import CSV, TSV
from km_graph.formats.reading import ReadOptions, Skipped
from km_graph.graph import KnowledgeGraph, Triple
from km_graph.graph.attributes import Attribute
from km_graph.importing import Stated, encode
from km_graph.sources import Source

GOOD = [("a", "r", "b"), ("b", "r", "c"), ("a", "r", "b")]


class Shown:
    """Progress that remembers what was said."""

    def __init__(self):
        self.said = []
        self.done = 0

    def task(self, what, total=None):
        self.said.append((what, total))
        return self

    def __enter__(self):
        return self.advance

    def __exit__(self, *_):
        pass

    def advance(self, n):
        self.done += n


class Counting(PythonEncoder):
    """Counts the blocks of lines that it is given."""

    def __init__(self):
        super().__init__()
        self.blocks = 0

    def add_lines(self, block, layout):
        self.blocks += 1
        return super().add_lines(block, layout)


@dataclass(frozen=True)
class Own:
    needs_path = False
    suffixes = ()

    def read(self, path, options):
        assert path is None
        yield Triple("a", "r", "b")
        yield Attribute("a", "label", "A", "en")
        yield Attribute("c", "label", "C", "en")


@pytest.fixture
def encoder():
    return Counting()


def written(path: Path, lines: list[bytes]) -> Path:
    path.write_bytes(b"".join(lines))
    return path


def test_lines_are_taken_in_blocks(tmp_path, encoder):
    path = written(tmp_path / "g.tsv", [b"\xef\xbb\xbfa\tr\tb\r\n", b"b\tr\tc\n\na\tr\tb"])
    assert encode(Source(TSV, path), encoder) == Stated(3, 0)
    assert encoder.blocks == 1
    assert encoder.finish() == KnowledgeGraph.from_triples(GOOD)


def test_what_is_no_plain_text_goes_through_its_reader(tmp_path, encoder):
    path = written(tmp_path / "g.csv", [b'"a",r,b\nb,r,c\na,r,b\n'])
    assert encode(Source(CSV, path), encoder) == Stated(3, 0)
    assert encoder.blocks == 0
    assert encoder.finish() == KnowledgeGraph.from_triples(GOOD)


def test_another_encoding_goes_through_the_reader(tmp_path, encoder):
    path = written(tmp_path / "g.tsv", ["ä\tr\tö\n".encode("latin-1")])
    encode(Source(TSV, path), encoder, ReadOptions(encoding="latin-1"))
    assert encoder.blocks == 0
    assert list(encoder.finish().entities) == ["ä", "ö"]


def test_an_encoding_that_is_none_is_named(tmp_path, encoder):
    path = written(tmp_path / "g.tsv", [b"a\tr\tb\n"])
    with pytest.raises(GraphFormatError, match="no text encoding is called 'utf-9'"):
        encode(Source(TSV, path), encoder, ReadOptions(encoding="utf-9"))


def test_triples_and_attributes_are_told_apart(encoder):
    assert encode(Source(Own(), Path("own")), encoder) == Stated(1, 2)
    graph = encoder.finish()
    assert list(graph.entities) == ["a", "b", "c"]
    assert graph.attributes("c") == (Attribute("c", "label", "C", "en"),)


@pytest.mark.parametrize(
    "bad", [b"a\tr", b"a\tr\tb\tc", b"a\t\tb", b"a\tr\t\xff", b"a\tr\tb\0", b"\xed\xa0\x80"]
)
def test_a_problem_is_said_as_the_reader_says_it(tmp_path, encoder, bad):
    path = written(tmp_path / "g.tsv", [b"a\tr\tb\n\n" * 20_000, bad, b"\na\tr\tb\n" * 20_000])
    with pytest.raises(GraphFormatError) as expected:
        list(TSV.read(path))
    with pytest.raises(GraphFormatError) as caught:
        encode(Source(TSV, path), encoder)
    assert str(expected.value) == str(caught.value)
    assert (str(path), 40_001) == (caught.value.path, caught.value.line)


def test_bad_lines_are_left_out_counted_and_listed(tmp_path, encoder):
    lines = [b"a\tr\tb%d\n" % i if i % 1000 else b"oops %d\n" % i for i in range(100_000)]
    path = written(tmp_path / "g.tsv", lines)
    skipped = Skipped()
    stated = encode(Source(TSV, path), encoder, ReadOptions(on_problem=skipped))
    assert (stated.triples, skipped.count, len(skipped.listed)) == (99_900, 100, 20)
    assert [problem.line for problem in skipped.listed[:3]] == [1, 1001, 2001]
    assert "g.tsv:1001: expected 3 tab-separated fields" in str(skipped.listed[1])


def test_a_line_that_is_too_long_is_left_out(tmp_path, encoder):
    path = written(tmp_path / "g.tsv", [b"a\tr\tb\n", b"x" * 500, b"\nb\tr\tc\nbad\n"])
    skipped = Skipped()
    encode(Source(TSV, path), encoder, ReadOptions(on_problem=skipped, max_line=100))
    assert [problem.line for problem in skipped.listed] == [2, 4]
    assert len(encoder.finish()) == 2


def test_every_line_may_be_bad(tmp_path, encoder):
    path = written(tmp_path / "g.tsv", [b"oops\n"] * 3000)
    skipped = Skipped()
    assert encode(Source(TSV, path), encoder, ReadOptions(on_problem=skipped)) == Stated(0, 0)
    assert skipped.count == 3000


@pytest.mark.parametrize("reader", [TSV, CSV], ids=["by blocks", "by its reader"])
def test_progress_is_in_bytes_of_the_file(tmp_path, encoder, reader):
    path = written(tmp_path / "g.tsv", [b"a%sr%sb\n".replace(b"%s", reader.separator.encode())])
    shown = Shown()
    encode(Source(reader, path), encoder, progress=shown)
    assert ([("reading g.tsv (bytes)", 6)], 6) == (shown.said, shown.done)


def test_progress_of_what_is_no_file_is_in_statements(encoder):
    shown = Shown()
    encode(Source(Own(), Path("own")), encoder, progress=shown)
    assert ([("reading own", None)], 3) == (shown.said, shown.done)
