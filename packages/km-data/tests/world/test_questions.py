from collections import Counter, defaultdict

import pytest

from km_data.contracts import QUESTION_SOURCES, QuestionSource
from km_data.mining import with_mined_paths
from km_data.prompts import masked
from km_data.records import Question
from km_data.splitting import split_questions
from km_data.testing import QuestionSourceContract
from km_data.world.phrasings import read_phrasings
from km_data.world.questions import MAX_ANSWERS, WORLD
from km_graph.opening import open_graph
from km_graph.reference import ReferenceWalker

QUESTIONS = list(WORLD.read())
PHRASINGS = list(read_phrasings())


class TestWorld(QuestionSourceContract):
    @pytest.fixture
    def source(self) -> QuestionSource:
        return QUESTION_SOURCES.load("world")

    @pytest.fixture
    def questions(self) -> list[Question]:
        return QUESTIONS


def test_a_tenth_of_the_phrasings_is_held_out() -> None:
    held_out = sum(len(phrasings.held_out) for phrasings in PHRASINGS)
    trained = sum(len(phrasings.trained) for phrasings in PHRASINGS)
    assert held_out * 9 == trained


def test_each_relation_path_has_six_phrasings_with_a_topic() -> None:
    for phrasings in PHRASINGS:
        assert len(phrasings.trained) >= 6
        for text in (*phrasings.trained, *phrasings.held_out):
            assert text.count("{topic}") == 1


def test_no_phrasing_means_two_relation_paths() -> None:
    meant = defaultdict(set)
    for question in QUESTIONS:
        meant[masked(question).replace("the [topic]", "[topic]").casefold()].add(
            question.relation_paths
        )
    assert max(map(len, meant.values())) == 1


def test_hops_are_asked_about_about_equally_often() -> None:
    per_hop = Counter(question.hops for question in QUESTIONS)
    assert {1, 2, 3} == set(per_hop)
    assert min(per_hop.values()) > 0.75 * max(per_hop.values())


def test_no_question_has_too_many_answers() -> None:
    assert all(1 <= len(question.answers) <= MAX_ANSWERS for question in QUESTIONS)
    assert not any(set(question.topics) & set(question.answers) for question in QUESTIONS)


def test_articles_stand_where_they_belong() -> None:
    texts = [question.text for question in QUESTIONS]
    assert not any("the the " in text.casefold() for text in texts)
    assert any("the Netherlands" in text for text in texts)


def test_split_keeps_held_out_phrasings_for_the_test() -> None:
    split = split_questions(QUESTIONS)
    assert len(split.held_out) == sum(len(phrasings.held_out) for phrasings in PHRASINGS)
    assert len(split.of_held_out()) > 100
    trained = {masked(question) for question in split.parts["train"]}
    assert not trained & {masked(question) for question in split.of_held_out()}


def test_a_known_question_has_its_answer() -> None:
    of = {(question.topics[0], str(question.relation_paths[0])): question for question in QUESTIONS}
    assert of["Yerevan", "^capital/borders/capital"].answers == (
        "Ankara",
        "Baku",
        "Tbilisi",
        "Tehran",
    )


def test_mining_finds_the_gold_paths() -> None:
    some = [question for question in QUESTIONS if str(question.template).endswith("#1")]
    mined = with_mined_paths(
        open_graph("world"), some, walker=ReferenceWalker(), max_hops=3, sample=3
    )
    assert mined.agreement is not None
    assert mined.agreement > 0.95
