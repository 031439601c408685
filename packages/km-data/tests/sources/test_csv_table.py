from pathlib import Path

import pytest

from km_data.contracts import QUESTION_SOURCES, QuestionSource
from km_data.records import Question
from km_data.sources.csv_table import CSV
from km_data.testing import BadRecord, QuestionSourceContract
from km_graph.errors import DataError

TABLE = 'question,topics,answers,note\n"Who, then?",Oz,Wizard | Witch,x\nWhere?,Oz,Kansas,y\n'


class TestCsv(QuestionSourceContract):
    @pytest.fixture
    def source(self) -> QuestionSource:
        return QUESTION_SOURCES.load("csv")

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        (tmp_path / "questions.csv").write_text(TABLE, "utf-8")
        return tmp_path / "questions.csv"

    @pytest.fixture
    def bad(self, tmp_path: Path) -> BadRecord:
        (tmp_path / "bad.csv").write_text(TABLE + "too few\n", "utf-8")
        return BadRecord(tmp_path / "bad.csv", tmp_path / "bad.csv", 4)


def test_rows_become_questions(tmp_path: Path) -> None:
    (tmp_path / "q.csv").write_text(TABLE, "utf-8")
    first, second = CSV.read(tmp_path / "q.csv")
    assert first == Question("1", "Who, then?", ("Oz",), ("Wizard", "Witch"))
    assert second.id == "2"


def test_a_table_without_questions_is_refused(tmp_path: Path) -> None:
    (tmp_path / "q.csv").write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(DataError, match=r"q\.csv:1: expected a column 'question'"):
        list(CSV.read(tmp_path / "q.csv"))
