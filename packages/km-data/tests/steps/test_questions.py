from pathlib import Path

import pytest

from km_data.records import read_questions, write_records
from km_data.steps.questions import QUESTIONS, QuestionsOptions
from km_data.testing import QUESTIONS as SOME
from km_graph.errors import ConfigError, DataError, PluginNotFoundError
from km_graph.step import StepContext


def test_writes_the_questions_and_counts_them(tmp_path: Path) -> None:
    write_records(tmp_path / "mine.jsonl", SOME)
    options = QuestionsOptions(source=tmp_path / "mine.jsonl")
    summary = QUESTIONS.run(options, StepContext(tmp_path / "out"))
    assert summary == {"questions": 2, "per_hop": {"unknown": 2}}
    assert list(SOME) == list(read_questions(tmp_path / "out" / "questions.jsonl"))


def test_reader_that_needs_no_source_is_given_none(tmp_path: Path) -> None:
    summary = QUESTIONS.run(QuestionsOptions(reader="world"), StepContext(tmp_path))
    assert {"1", "2", "3"} == set(summary["per_hop"])


def test_reader_without_its_source_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="reader 'metaqa' needs a source"):
        QUESTIONS.run(QuestionsOptions(reader="metaqa"), StepContext(tmp_path))


def test_source_that_would_not_be_read_is_refused(tmp_path: Path) -> None:
    options = QuestionsOptions(reader="world", source=tmp_path)
    with pytest.raises(ConfigError, match="reader 'world' brings its own questions"):
        QUESTIONS.run(options, StepContext(tmp_path))


def test_unknown_reader_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PluginNotFoundError, match="did you mean 'metaqa'"):
        QUESTIONS.run(QuestionsOptions(reader="metaqaa"), StepContext(tmp_path))


def test_file_without_questions_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").touch()
    options = QuestionsOptions(source=tmp_path / "empty.jsonl")
    with pytest.raises(DataError, match="holds no question"):
        QUESTIONS.run(options, StepContext(tmp_path / "out"))
