"""What every question source does, as tests."""

# ruff: noqa: D102 - the name of a test says what it shows

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from km_data.contracts import QuestionSource, needs_path
from km_data.records import (
    Question,
)
from km_data.sources.problems import Skipped
from km_graph.errors import DataError, KmError


class BadRecord(NamedTuple):
    """Where a record is that cannot be read.

    Attributes:
        path: The file or folder that the source is given.
        file: The file it is in.
        line: Its line, or its row.
    """

    path: Path
    file: Path
    line: int


class QuestionSourceContract:
    """What every question source does.

    Fixtures: ``source``; ``path``, a good file or folder, or None if the source needs none; and
    ``bad``, where a bad record is, after a good one and in a file or folder otherwise as good.
    """

    @pytest.fixture
    def source(self) -> QuestionSource:
        raise NotImplementedError

    @pytest.fixture
    def path(self) -> Path | None:
        return None

    @pytest.fixture
    def bad(self) -> BadRecord | None:
        return None

    @pytest.fixture
    def questions(self, source: QuestionSource, path: Path | None) -> list[Question]:
        return list(_read(source, path))

    def test_is_a_question_source(self, source: QuestionSource) -> None:
        assert isinstance(source, QuestionSource)

    def test_reads_questions(self, questions: list[Question]) -> None:
        assert questions
        assert all(isinstance(question, Question) for question in questions)

    def test_ids_are_unique(self, questions: list[Question]) -> None:
        assert len(questions) == len({question.id for question in questions})

    def test_reads_the_same_twice(
        self, source: QuestionSource, path: Path | None, questions: list[Question]
    ) -> None:
        assert questions == list(_read(source, path))

    def test_mentions_name_the_topics(self, questions: list[Question]) -> None:
        for question in questions:
            assert len(question.mentions) in (0, len(question.topics))
            named = tuple(question.text[start:end] for start, end in question.mentions)
            assert not named or question.topics == named

    def test_hops_are_those_of_the_relation_path(self, questions: list[Question]) -> None:
        for question in questions:
            if question.hops is not None:
                assert all(question.hops == len(path) for path in question.relation_paths)

    def test_records_round_trip(self, questions: list[Question]) -> None:
        assert questions == [Question.from_json(question.to_json()) for question in questions]

    def test_says_that_a_file_is_missing(self, source: QuestionSource, tmp_path: Path) -> None:
        if not needs_path(source):
            pytest.skip("this source needs no file")
        with pytest.raises(KmError, match="nowhere"):
            list(source.read(tmp_path / "nowhere"))

    def test_opens_nothing_before_the_first_question_is_asked_for(
        self, source: QuestionSource, tmp_path: Path
    ) -> None:
        if needs_path(source):
            source.read(tmp_path / "nowhere")

    def test_reads_packed_files(
        self,
        source: QuestionSource,
        path: Path | None,
        questions: list[Question],
        tmp_path_factory: pytest.TempPathFactory,
    ) -> None:
        if path is None:
            pytest.skip("this source needs no file")
        packed = tmp_path_factory.mktemp("packed")
        for file in filter(Path.is_file, path.rglob("*") if path.is_dir() else [path]):
            inside = file.relative_to(path if path.is_dir() else path.parent)
            target = packed / inside.with_name(f"{file.name}.gz")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(gzip.compress(file.read_bytes()))
        assert questions == list(
            source.read(packed if path.is_dir() else packed / f"{path.name}.gz")
        )

    def test_names_file_and_line_of_a_bad_record(
        self, source: QuestionSource, bad: BadRecord | None
    ) -> None:
        if bad is None:
            pytest.skip("nothing bad is given")
        with pytest.raises(DataError) as caught:
            list(source.read(bad.path))
        assert (str(bad.file), bad.line) == (caught.value.source, caught.value.line)

    def test_gives_what_comes_before_a_bad_record(
        self, source: QuestionSource, bad: BadRecord | None
    ) -> None:
        if bad is None:
            pytest.skip("nothing bad is given")
        assert isinstance(next(source.read(bad.path)), Question)

    def test_leaves_a_bad_record_out_and_says_so(
        self, source: QuestionSource, bad: BadRecord | None
    ) -> None:
        if bad is None:
            pytest.skip("nothing bad is given")
        skipped = Skipped()
        assert list(source.read(bad.path, skipped))
        assert (1, bad.line) == (skipped.count, skipped.listed[0].line)


def _read(source: QuestionSource, path: Path | None) -> Iterator[Question]:
    return source.read(path)  # type: ignore[arg-type]  # None only where needs_path is False
