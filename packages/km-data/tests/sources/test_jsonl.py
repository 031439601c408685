from pathlib import Path

import pytest

from km_data.contracts import QUESTION_SOURCES, QuestionSource
from km_data.records import write_records
from km_data.testing import QUESTIONS, QuestionSourceContract


class TestJsonl(QuestionSourceContract):
    @pytest.fixture
    def source(self) -> QuestionSource:
        return QUESTION_SOURCES.load("jsonl")

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        write_records(tmp_path / "questions.jsonl", QUESTIONS)
        return tmp_path / "questions.jsonl"


def test_reads_what_was_written(tmp_path: Path) -> None:
    write_records(tmp_path / "questions.jsonl", QUESTIONS)
    source = QUESTION_SOURCES.load("jsonl")
    assert list(QUESTIONS) == list(source.read(tmp_path / "questions.jsonl"))
