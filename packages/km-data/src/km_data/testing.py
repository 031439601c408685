"""Contract tests for plugins of km-data: subclass one, give its fixtures, and pytest does the rest.

Example::

    class TestMine(TextualizerContract):
        @pytest.fixture
        def textualizer(self) -> Textualizer:
            return MyTextualizer()
"""

# ruff: noqa: D102 - the name of a test says what it shows

from collections.abc import Iterator
from pathlib import Path

import pytest

from km_data.contracts import BuildContext, ExampleBuilder, QuestionSource, Textualizer, needs_path
from km_data.records import AnyExample, Question
from km_data.textualizers.arrows import ARROWS
from km_graph.errors import KmError
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


class QuestionSourceContract:
    """What every question source does.

    Fixtures: ``source``, and ``path``, a good file or folder, or None if the source needs none.
    """

    @pytest.fixture
    def source(self) -> QuestionSource:
        raise NotImplementedError

    @pytest.fixture
    def path(self) -> Path | None:
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
