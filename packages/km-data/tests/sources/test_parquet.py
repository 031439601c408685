from pathlib import Path
from typing import Any

import pytest

from km_data.contracts import QUESTION_SOURCES, QuestionSource
from km_data.records import Question
from km_data.sources.parquet import PARQUET
from km_data.testing import QUESTIONS, BadRecord, QuestionSourceContract
from km_graph.errors import DataError
from km_graph.graph import Triple


def write(path: Path, rows: list[dict[str, Any]], **columns: Any) -> Path:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    table = pa.Table.from_pylist(rows)
    for name, column in columns.items():
        table = table.append_column(name, column)
    pq.write_table(table, path)
    return path


class TestParquet(QuestionSourceContract):
    @pytest.fixture
    def source(self) -> QuestionSource:
        return QUESTION_SOURCES.load("parquet")

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        return write(tmp_path / "mine.parquet", [question.to_json() for question in QUESTIONS])

    @pytest.fixture
    def bad(self, tmp_path: Path) -> BadRecord:
        rows = [{"id": "1", "text": "?", "answers": ["a"]}, {"id": "2", "text": "?", "answers": []}]
        file = write(tmp_path / "bad.parquet", rows)
        return BadRecord(file, file, 2)


def test_rows_are_questions(tmp_path: Path) -> None:
    rows = [question.to_json() for question in QUESTIONS]
    assert list(QUESTIONS) == list(PARQUET.read(write(tmp_path / "mine.parquet", rows)))


def test_null_is_not_known(tmp_path: Path) -> None:
    rows = [{"id": "1", "text": "?", "answers": ["a"], "hops": 2}, {"id": "2", "text": "?"}]
    _, second = PARQUET.read(write(tmp_path / "mine.parquet", rows))
    assert second == Question("2", "?")


@pytest.mark.parametrize(
    "triples", [[["a", "r", "b"]], [{"head": "a", "relation": "r", "tail": "b"}]]
)
def test_triples_are_lists_or_structs(tmp_path: Path, triples: Any) -> None:
    rows = [{"id": "1", "text": "?", "triples": triples}]
    (question,) = PARQUET.read(write(tmp_path / "mine.parquet", rows))
    assert (Triple("a", "r", "b"),) == question.triples


def test_aliases_are_structs_or_maps(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    both = [{"id": "1", "text": "?"}, {"id": "2", "text": "?"}]
    structs = [row | {"aliases": {row["id"]: ["x"]}} for row in both]
    kind = pa.map_(pa.string(), pa.list_(pa.string()))
    maps = pa.array([[("1", ["x"])], [("2", ["x"])]], kind)
    for file in (
        write(tmp_path / "structs.parquet", structs),
        write(tmp_path / "maps.parquet", both, aliases=maps),
    ):
        assert [{"1": ("x",)}, {"2": ("x",)}] == [q.aliases for q in PARQUET.read(file)]


def test_unknown_column_is_named(tmp_path: Path) -> None:
    file = write(tmp_path / "mine.parquet", [{"id": "1", "text": "?", "answer": "a"}])
    with pytest.raises(DataError, match=r"mine\.parquet:1: unknown key 'answer'"):
        list(PARQUET.read(file))


def test_what_is_no_parquet_is_named(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    (tmp_path / "mine.parquet").write_text("id,text\n", "utf-8")
    with pytest.raises(DataError, match=r"mine\.parquet: expected Parquet"):
        list(PARQUET.read(tmp_path / "mine.parquet"))
