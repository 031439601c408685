import gzip
import json

import pytest

from km_graph.errors import GraphFormatError
from km_graph.formats.reading import ReadOptions, Skipped
from km_graph.formats.rog import ROG, graph_of_row, row_graphs
from km_graph.graph import KnowledgeGraph
from km_graph.testing import ReaderContract

ROWS = (
    {"id": "Test-0", "question": "?", "graph": [["Köln", "country", "DE"], ["NA", "is", "007"]]},
    {"id": "Test-1", "question": "?", "graph": [["NA", "is", "007"]]},
)
STATED = (("Köln", "country", "DE"), ("NA", "is", "007"), ("NA", "is", "007"))


def jsonl(rows):
    return "\n".join(map(json.dumps, rows)).encode()


class TestRog(ReaderContract):
    reader = ROG
    suffix = ".jsonl"
    good = jsonl(ROWS)
    triples = STATED
    bad = jsonl([ROWS[0], {"id": "Test-1"}, ROWS[1]])
    bad_line = 2
    rest = 3
    variants = (({"column": "g"}, b'{"g": [["a", "r", "b"]]}', (("a", "r", "b"),)),)

    def test_refuses_a_folder(self):
        pytest.skip("a folder of such files is read")


@pytest.fixture
def read(tmp_path):
    def from_text(text, options=None):
        path = tmp_path / "rows.jsonl"
        path.write_text(text)
        return list(ROG.read(path, options or ReadOptions()))

    return from_text


def write_parquet(path, rows):
    pa = pytest.importorskip("pyarrow", reason="the extra km-graph[tables] is not here")
    pq = pytest.importorskip("pyarrow.parquet")
    pq.write_table(pa.Table.from_pylist(list(rows)), path)


def test_parquet_is_read(tmp_path):
    write_parquet(tmp_path / "rows.parquet", ROWS)
    assert list(STATED) == list(ROG.read(tmp_path / "rows.parquet"))


def test_parquet_without_a_graph_is_refused(tmp_path):
    write_parquet(tmp_path / "rows.parquet", [{"id": "a"}])
    with pytest.raises(GraphFormatError, match="expected one column 'graph', found 0"):
        list(ROG.read(tmp_path / "rows.parquet"))


def test_the_files_of_a_folder_are_read_in_order_of_their_names(tmp_path):
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(jsonl(ROWS[:1])))
    (tmp_path / "a.jsonl").write_bytes(jsonl(ROWS[1:]))
    (tmp_path / "README.md").write_text("…")
    assert list(ROG.read(tmp_path)) == [STATED[2], *STATED[:2]]


def test_a_folder_without_such_files_is_refused(tmp_path):
    with pytest.raises(GraphFormatError, match="is a folder without files"):
        list(ROG.read(tmp_path))


def test_each_row_has_its_own_graph(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(jsonl(ROWS))
    expected = [(row["id"], KnowledgeGraph.from_triples(row["graph"])) for row in ROWS]
    assert expected == list(row_graphs(tmp_path / "a.jsonl"))


def test_a_row_as_pandas_has_it_becomes_a_graph(tmp_path):
    pandas = pytest.importorskip("pandas", reason="pandas is not here")
    write_parquet(tmp_path / "rows.parquet", ROWS)
    row = pandas.read_parquet(tmp_path / "rows.parquet").iloc[0]
    assert graph_of_row(row) == KnowledgeGraph.from_triples(STATED[:2])


def test_a_row_without_a_graph_is_refused():
    with pytest.raises(GraphFormatError, match="expected the key 'graph'"):
        graph_of_row({"id": "a"})


@pytest.mark.parametrize(
    ("graph", "expected"),
    [
        ("7", "expected a list of triples"),
        ('"abc"', "expected a list of triples"),
        ("{}", "expected a list of triples"),
        ('["abc"]', "expected a list of 3 strings, found 1"),
        ('[["a", "b"]]', "expected a list of 3 strings, found 2"),
        ('[["a", 1, "b"]]', "expected a string as 'relation', found the number 1"),
        ('[["a", "", "b"]]', "expected a string as 'relation', found an empty string"),
    ],
)
def test_what_is_no_graph_is_refused(read, graph, expected):
    with pytest.raises(GraphFormatError, match=expected) as caught:
        read(f'\n{{"graph": {graph}}}')
    assert caught.value.line == 2


@pytest.mark.parametrize("line", ["7", "null", "[]", "["])
def test_what_is_no_row_is_refused(read, line):
    with pytest.raises(GraphFormatError, match=r"1: expected (JSON|an object with the keys graph)"):
        read(line)


def test_only_the_wrong_triple_of_a_row_is_skipped(read):
    skipped = Skipped()
    left = read(
        '{"graph": [["a", "r", "b"], ["a"], ["c", "r", "d"]]}', ReadOptions("utf-8", skipped)
    )
    assert (left, skipped.count) == ([("a", "r", "b"), ("c", "r", "d")], 1)
