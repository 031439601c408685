import pytest
from hypothesis import given
from hypothesis import strategies as st

from km_data.prompts import (
    masked,
    parse_plan,
    planning_completion,
    planning_prompt,
    reasoning_completion,
    reasoning_prompt,
)
from km_data.records import Question
from km_graph.relation_path import Hop, RelationPath

# A label that looks like markup or begins with ^ or a space cannot be told from it.
labels = st.text(st.characters(exclude_characters="<>^"), min_size=1).filter(
    lambda label: label == label.strip()
)


@given(st.lists(st.builds(Hop, labels, st.booleans()), min_size=1, max_size=4).map(RelationPath))
def test_plan_parses_back(path: RelationPath) -> None:
    assert path == parse_plan(planning_completion(path))


def test_plan_is_found_in_other_words() -> None:
    assert RelationPath.parse("^r/s") == parse_plan("I think <PATH> ^r <SEP>s</PATH> is it")


@pytest.mark.parametrize("text", ["", "r/s", "<PATH>r", "<PATH></PATH>", "<PATH>r<SEP></PATH>"])
def test_half_a_plan_is_none(text: str) -> None:
    assert parse_plan(text) is None


def test_mentions_are_masked_where_they_stand() -> None:
    question = Question("1", "Heat: who directed Heat?", ("Heat",), mentions=((19, 23),))
    assert masked(question) == "Heat: who directed [topic]?"


def test_topics_without_mentions_are_searched() -> None:
    assert masked(Question("1", "who directed heat?", ("Heat",))) == "who directed [topic]?"


def test_a_part_of_a_word_is_no_topic() -> None:
    assert masked(Question("1", "wheat in Heat?", ("Heat",))) == "wheat in [topic]?"


def test_longer_topics_are_masked_first() -> None:
    question = Question("1", "is New York in York?", ("York", "New York"))
    assert masked(question) == "is [topic] in [topic]?"


def test_letters_that_fold_to_two_do_not_shift_the_mask() -> None:
    assert masked(Question("1", "İİ Oslo!", ("Oslo",))) == "İİ [topic]!"


def test_planning_prompt_keeps_topics_if_asked() -> None:
    question = Question("1", "Who made Heat?", ("Heat",))
    assert (
        planning_prompt(question, mask_topics=False) == "Question: Who made Heat?\nRelation path:\n"
    )


def test_reasoning_prompt_lists_the_paths() -> None:
    prompt = reasoning_prompt(Question("1", "Why?"), ["a -> r -> b", "a -> r -> c"])
    assert prompt == "Reasoning paths:\na -> r -> b\na -> r -> c\n\nQuestion: Why?\nAnswers:\n"


def test_reasoning_prompt_says_that_there_is_no_path() -> None:
    assert "Reasoning paths:\nnone\n" in reasoning_prompt(Question("1", "Why?"), [])


def test_answers_are_written_one_a_line() -> None:
    assert reasoning_completion(["b", "c"]) == "b\nc"
