from collections.abc import Sequence
from typing import NamedTuple

import pytest

from km_data.builders.explanation import EXPLANATION
from km_data.contracts import EXAMPLE_BUILDERS, BuildContext, ExampleBuilder, WritingModel
from km_data.prompts import parse_answers
from km_data.records import Example
from km_data.testing import GRAPH, QUESTIONS, ExampleBuilderContract
from km_data.textualizers.arrows import ARROWS
from km_graph.reference import ReferenceWalker


class TestExplanation(ExampleBuilderContract):
    @pytest.fixture
    def builder(self) -> ExampleBuilder:
        return EXAMPLE_BUILDERS.load("explanation")


class Said(NamedTuple):
    text: str


class Model:
    """A model that says what it is told to."""

    def __init__(self, *replies: str) -> None:
        self.replies = replies
        self.prompts: list[str] = []

    def complete(self, prompts: Sequence[str], *, max_tokens: int) -> list[list[Said]]:
        self.prompts += prompts
        return [[Said(reply)] for reply in self.replies]


def build(model: WritingModel | None = None) -> list[Example]:
    context = BuildContext(ReferenceWalker(), ARROWS, model=model)
    return list(EXPLANATION.build(GRAPH, QUESTIONS, context))


def test_paths_are_said_in_sentences_above_the_answers() -> None:
    row = build()[1]
    assert row.prompt == (
        "Reasoning paths:\nLyon -> city_in -> France -> borders -> Spain -> capital -> Madrid\n\n"
        "Question: What is the capital of the neighbour of the country where Lyon is?\n"
        "Explain and answer:\n"
    )
    assert row.completion == (
        "Lyon is a city in France. France borders Spain. The capital of Spain is Madrid.\n"
        "Answers:\nMadrid"
    )


def test_answers_are_read_from_below_the_explanation() -> None:
    assert [parse_answers(row.completion) for row in build()] == [("Paris",), ("Madrid",)]


def test_model_words_what_names_the_answers() -> None:
    model = Model("It is\n\n<s>paris</s>, they say.", "I do not know.")
    first, second = build(model)
    assert first.completion == "It is <\\s>paris<\\/s>, they say.\nAnswers:\nParis"
    assert second == build()[1]
    assert "Answers:\nParis\n\nExplain in one to three sentences" in model.prompts[0]
