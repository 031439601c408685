import json
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


MIXED = (
    '{"id": "1", "text": "Why?", "answers": ["a"]}\n'
    '{"id": "2", "text": "Why?", "answers": "a"}\n'
    '{"id": "1", "text": "Who?", "answers": ["b"]}\n'
    '{"id": "3", "text": "Who?", "triples": [["a", "r", "b"]]}\n'
)


def test_bad_records_are_counted_and_listed(tmp_path: Path) -> None:
    (tmp_path / "mine.jsonl").write_text(MIXED, "utf-8")
    options = QuestionsOptions(source=tmp_path / "mine.jsonl", on_error="skip")
    summary = QUESTIONS.run(options, StepContext(tmp_path / "out"))
    assert (2, 1, 2) == (summary["questions"], summary["own_graphs"], summary["skipped"])
    first, second = summary["problems"]
    assert "mine.jsonl:2: expected a list of texts as 'answers', found 'a'" in first
    assert "mine.jsonl: the id '1' is there twice" in second
    assert ["1", "3"] == [q.id for q in read_questions(tmp_path / "out" / "questions.jsonl")]


def test_bad_record_ends_the_reading_where_not_told_otherwise(tmp_path: Path) -> None:
    (tmp_path / "mine.jsonl").write_text(MIXED, "utf-8")
    with pytest.raises(DataError, match=r"mine\.jsonl:2: expected a list of texts"):
        QUESTIONS.run(QuestionsOptions(source=tmp_path / "mine.jsonl"), StepContext(tmp_path / "o"))
    assert not (tmp_path / "o" / "questions.jsonl").exists()


def test_file_of_bad_records_only_is_refused_with_the_first(tmp_path: Path) -> None:
    (tmp_path / "mine.jsonl").write_text('{"id": "1"}\n' * 3, "utf-8")
    options = QuestionsOptions(source=tmp_path / "mine.jsonl", on_error="skip")
    with pytest.raises(
        DataError, match=r"no question that can be read, 3 left out; the first: .*:1: "
    ):
        QUESTIONS.run(options, StepContext(tmp_path / "out"))


def test_limit_reads_only_the_first(tmp_path: Path) -> None:
    (tmp_path / "mine.jsonl").write_text(MIXED, "utf-8")
    options = QuestionsOptions(source=tmp_path / "mine.jsonl", limit=1)
    assert QUESTIONS.run(options, StepContext(tmp_path / "out"))["questions"] == 1


def test_options_of_the_reader_are_passed_on(tmp_path: Path) -> None:
    row = {"instruction": "Name it.", "response": "Ada"}
    (tmp_path / "mine.json").write_text(json.dumps([row]), "utf-8")
    options = QuestionsOptions(
        source=tmp_path / "mine.json", reader="alpaca", option={"output": "response"}
    )
    assert QUESTIONS.run(options, StepContext(tmp_path / "out"))["questions"] == 1


def test_unknown_option_of_the_reader_is_refused(tmp_path: Path) -> None:
    options = QuestionsOptions(source=tmp_path, reader="metaqa", option={"phrase": "ntm"})
    with pytest.raises(ConfigError, match="no option 'phrase', did you mean 'phrasing'"):
        QUESTIONS.run(options, StepContext(tmp_path / "out"))
