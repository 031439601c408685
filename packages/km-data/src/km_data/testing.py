"""Contract tests for plugins of km-data: subclass one, give its fixtures, and pytest does the rest.

Example::

    class TestMine(TextualizerContract):
        @pytest.fixture
        def textualizer(self) -> Textualizer:
            return MyTextualizer()
"""

# ruff: noqa: D102 - the name of a test says what it shows

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from km_data.contracts import BuildContext, ExampleBuilder, QuestionSource, Textualizer, needs_path
from km_data.formats.contracts import ExampleFormat
from km_data.records import (
    AnyExample,
    Example,
    PreferenceExample,
    Question,
    RewardExample,
    Turn,
)
from km_data.sources.problems import Skipped
from km_data.textualizers.arrows import ARROWS
from km_graph.errors import DataError, KmError
from km_graph.graph import KnowledgeGraph
from km_graph.paths import Path as GraphPath
from km_graph.reference import ReferenceWalker
from km_graph.relation_path import RelationPath

GRAPH = KnowledgeGraph.from_triples(
    [
        ("France", "borders", "Spain"),
        ("France", "capital", "Paris"),
        ("Lyon", "city_in", "France"),
        ("Spain", "borders", "France"),
        ("Spain", "capital", "Madrid"),
    ]
)
"""What the examples of ``ExampleBuilderContract`` are built on."""

QUESTIONS = (
    Question(
        "1",
        "What is the capital of France?",
        topics=("France",),
        answers=("Paris",),
        relation_paths=(RelationPath.parse("capital"),),
    ),
    Question(
        "2",
        "What is the capital of the neighbour of the country where Lyon is?",
        topics=("Lyon",),
        answers=("Madrid",),
        relation_paths=(RelationPath.parse("city_in/borders/capital"),),
    ),
)

MARKERS = ("<PATH>", "</PATH>", "<SEP>", "<|im_start|>", "[INST]", "<<SYS>>", "</s>", "<unk>")
"""What no label may bring into a prompt."""


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


_BEFORE = ("Be brief.", (Turn("Hello?", "Yes?"),))

EXAMPLES: tuple[AnyExample, ...] = (
    Example("1", "Who?", "Bach\n"),
    Example("2", " a\n\nb", "", *_BEFORE),
    PreferenceExample("3", "Who?", "Bach", "Brahms", *_BEFORE),
    RewardExample("4", "Who?", ("Bach",), {"Bach": ("J. S. Bach",)}, ("^r/s",), *_BEFORE),
)
"""What ``ExampleFormatContract`` has written and read."""


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


class TextualizerContract:
    """What every textualizer does. Fixture: ``textualizer``."""

    @pytest.fixture
    def textualizer(self) -> Textualizer:
        raise NotImplementedError

    def test_is_a_textualizer(self, textualizer: Textualizer) -> None:
        assert isinstance(textualizer, Textualizer)

    def test_names_everything_in_order(self, textualizer: Textualizer) -> None:
        path = GraphPath(("a0", "b1", "c2"), RelationPath.parse("r3/s4"))
        text = textualizer.text(path)
        places = [text.find(label) for label in ("a0", "b1", "c2")]
        assert places == sorted(places)
        assert -1 not in [*places, text.find("r3"), text.find("s4")]

    def test_tells_the_direction(self, textualizer: Textualizer) -> None:
        forward = GraphPath(("a", "b"), RelationPath.parse("r"))
        inverse = GraphPath(("a", "b"), RelationPath.parse("^r"))
        assert textualizer.text(forward) != textualizer.text(inverse)

    def test_writes_one_line(self, textualizer: Textualizer) -> None:
        path = GraphPath(("a\nb", "c\rd"), RelationPath([("r\ns", False)]))
        assert len(textualizer.text(path).splitlines()) == 1

    @pytest.mark.parametrize("marker", MARKERS)
    def test_lets_no_label_break_out(self, textualizer: Textualizer, marker: str) -> None:
        label = f"a{marker}\u202e{marker.upper()}"
        text = textualizer.text(GraphPath((label, label), RelationPath([(label, False)])))
        assert marker.casefold() not in text.casefold()
        assert "\u202e" not in text

    def test_words_a_path_of_no_hops(self, textualizer: Textualizer) -> None:
        assert "alone" in textualizer.text(GraphPath(("alone",), RelationPath()))

    def test_is_deterministic(self, textualizer: Textualizer) -> None:
        path = GraphPath(("a", "b"), RelationPath.parse("r"))
        assert textualizer.text(path) == textualizer.text(path)


class ExampleBuilderContract:
    """What every example builder does. Fixture: ``builder``."""

    @pytest.fixture
    def builder(self) -> ExampleBuilder:
        raise NotImplementedError

    def test_is_an_example_builder(self, builder: ExampleBuilder) -> None:
        assert isinstance(builder, ExampleBuilder)

    def test_builds_rows_in_order_of_the_questions(self, builder: ExampleBuilder) -> None:
        ids = [example.id.partition("/")[0] for example in _build(builder, QUESTIONS)]
        assert ids == sorted(ids)
        assert {"1", "2"} == set(ids)

    def test_row_ids_are_unique(self, builder: ExampleBuilder) -> None:
        ids = [example.id for example in _build(builder, QUESTIONS)]
        assert len(ids) == len(set(ids))

    def test_prompts_and_completions_hold_text(self, builder: ExampleBuilder) -> None:
        for example in _build(builder, QUESTIONS):
            texts = {key: value for key, value in example.to_json().items() if key != "id"}
            assert {"prompt"} < texts.keys()
            assert all(map(_holds_text, texts.values()))

    def test_builds_the_same_twice(self, builder: ExampleBuilder) -> None:
        assert list(_build(builder, QUESTIONS)) == list(_build(builder, QUESTIONS))

    def test_question_without_relation_paths_gives_no_row(self, builder: ExampleBuilder) -> None:
        lacking = Question("3", "Why?", topics=("France",), answers=("Paris",))
        assert list(_build(builder, (lacking,))) == []

    def test_no_questions_give_no_rows(self, builder: ExampleBuilder) -> None:
        assert list(_build(builder, ())) == []


def _read(source: QuestionSource, path: Path | None) -> Iterator[Question]:
    return source.read(path)  # type: ignore[arg-type]  # None only where needs_path is False


def _build(builder: ExampleBuilder, questions: tuple[Question, ...]) -> Iterator[AnyExample]:
    context = BuildContext(walker=ReferenceWalker(), textualizer=ARROWS)
    yield from builder.build(GRAPH, questions, context)


def _holds_text(value: object) -> bool:
    return bool(value.strip()) if isinstance(value, str) else bool(value)


class ExampleFormatContract:
    """What every form of example files does. Fixture: ``form``."""

    @pytest.fixture
    def form(self) -> ExampleFormat:
        raise NotImplementedError

    def test_is_an_example_format(self, form: ExampleFormat) -> None:
        assert isinstance(form, ExampleFormat)

    @pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: type(example).__name__)
    def test_says_an_example_or_refuses_it(self, form: ExampleFormat, example: AnyExample) -> None:
        try:
            rows = form.to_rows(example)
        except ValueError:
            return
        assert json.loads(json.dumps(rows)) == rows
        assert all(map(form.recognizes, rows))

    @pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: type(example).__name__)
    def test_reads_what_it_writes(self, form: ExampleFormat, example: AnyExample) -> None:
        try:
            (row,) = form.to_rows(example)
        except ValueError:
            pytest.skip("this form does not say such an example in one row")
        assert example == form.from_row(row, 1)

    def test_takes_no_row_without_a_prompt(self, form: ExampleFormat) -> None:
        assert not form.recognizes({"id": "1", "text": "?"})
