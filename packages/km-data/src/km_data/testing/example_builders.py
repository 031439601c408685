"""What every example builder does, as tests."""

# ruff: noqa: D102 - the name of a test says what it shows

from collections.abc import Iterator

import pytest

from km_data.contracts import BuildContext, ExampleBuilder
from km_data.records import (
    AnyExample,
    Question,
)
from km_data.testing.samples import GRAPH, QUESTIONS
from km_data.textualizers.arrows import ARROWS
from km_graph.reference import ReferenceWalker


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


def _build(builder: ExampleBuilder, questions: tuple[Question, ...]) -> Iterator[AnyExample]:
    context = BuildContext(walker=ReferenceWalker(), textualizer=ARROWS)
    yield from builder.build(GRAPH, questions, context)


def _holds_text(value: object) -> bool:
    return bool(value.strip()) if isinstance(value, str) else bool(value)
