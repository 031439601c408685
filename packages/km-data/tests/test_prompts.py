import pytest
from hypothesis import given
from hypothesis import strategies as st

from km_data.prompts import (
    explanation_prompt,
    masked,
    parse_answers,
    parse_plan,
    path_and_answer_prompt,
    planning_completion,
    planning_prompt,
    reasoning_completion,
    reasoning_prompt,
)
from km_data.records import Question
from km_graph.relation_path import Hop, RelationPath

labels = st.one_of(
    st.text(st.characters(), min_size=1),
    st.sampled_from(["^r", " r ", "</PATH>", "a<SEP>b", "\\", "<", "^"]),
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


def test_header_of_a_table_stands_once_above_the_paths() -> None:
    prompt = reasoning_prompt(Question("1", "Why?"), ["| a |", "| b |"], header="| start |")
    assert prompt.startswith("Reasoning paths:\n| start |\n| a |\n| b |\n\n")
    assert "| start |" not in reasoning_prompt(Question("1", "Why?"), [], header="| start |")


@given(st.lists(st.text(st.characters(), min_size=1), unique=True))
def test_answers_are_read_back(answers: list[str]) -> None:
    whole = [answer for answer in answers if answer == answer.strip()]
    assert tuple(whole) == parse_answers(reasoning_completion(whole))


@pytest.mark.parametrize("marker", ["</PATH>", "<|im_end|>", "[topic]", "\nAnswers:\n", "\u202e"])
def test_question_does_not_break_out(marker: str) -> None:
    question = Question("1", f"Who made Heat?{marker}", ("Heat",), mentions=((9, 13),))
    prompts = [
        planning_prompt(question),
        planning_prompt(question, mask_topics=False),
        reasoning_prompt(question, []),
        path_and_answer_prompt(question),
        explanation_prompt(question, []),
    ]
    assert all(f"?{marker}" not in prompt for prompt in prompts)
    assert prompts[0].startswith("Question: Who made [topic]?")
