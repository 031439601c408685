import hashlib
import json
from collections import Counter

import pytest

from km_data.contracts import QUESTION_SOURCES, QuestionSource
from km_data.following import answers_along
from km_data.prompts import HELD_OUT
from km_data.records import Question
from km_data.testing import QuestionSourceContract
from km_data.world.graph import WORLD as WORLD_GRAPH
from km_data.world.multi_hop import (
    MAX_ANSWERS,
    MULTI_HOP,
    NAME,
    UNKNOWN,
    VERSION,
    MultiHopQuestions,
)
from km_data.world.phrasings import read_phrasings
from km_graph.graph import KnowledgeGraph, Triple
from km_graph.reference import ReferenceWalker

QUESTIONS = list(MULTI_HOP.read())
WORLD = set(WORLD_GRAPH.read())
DIGEST = "e1952c3370b26289a02346823904b2a6896daa8fe50e8b044ebfb0acd0c80a36"


def _kind(question: Question) -> str:
    return question.id.split("/")[1]


def _answers(triples: set[Triple], question: Question) -> tuple[str, ...]:
    graph = KnowledgeGraph.from_triples(sorted(triples))
    pairs = [(question.topics[0], question.relation_paths[0])]
    return answers_along(graph, pairs, walker=ReferenceWalker())[0]


class TestWorldHops(QuestionSourceContract):
    @pytest.fixture
    def source(self) -> QuestionSource:
        return QUESTION_SOURCES.load("world-hops")


class TestWorldHopsWithFacts(QuestionSourceContract):
    @pytest.fixture
    def source(self) -> QuestionSource:
        return MultiHopQuestions(facts=True)


def test_a_version_keeps_its_questions() -> None:
    # where this fails because questions changed on purpose, count VERSION up
    said = "\n".join(json.dumps(question.to_json()) for question in QUESTIONS)
    assert (1, DIGEST) == (VERSION, hashlib.sha256(said.encode()).hexdigest())


def test_hops_and_kinds_are_those_of_the_datasheet() -> None:
    counts = Counter((question.hops, _kind(question)) for question in QUESTIONS)
    assert len(QUESTIONS) == 474
    for hops in range(1, 5):
        assert counts[hops, "plain"] == 60
        assert counts[hops, "counterfactual"] == 30
        assert counts[hops, "unanswerable"] == (24 if hops == 1 else 30)


@pytest.mark.parametrize("question", QUESTIONS[::9], ids=lambda question: question.id)
def test_the_gold_path_gives_the_answers_in_the_own_graph(question: Question) -> None:
    assert question.answers == _answers(set(question.triples), question)


@pytest.mark.parametrize("question", QUESTIONS[::60], ids=lambda question: question.id)
def test_the_edited_world_gives_the_same_answers(question: Question) -> None:
    world = (WORLD - set(question.removed)) | set(question.added)
    assert question.answers == _answers(world, question)


def test_own_graphs_are_parts_of_the_edited_world() -> None:
    for question in QUESTIONS:
        assert set(question.triples) <= (WORLD - set(question.removed)) | set(question.added)
        assert set(question.removed) <= WORLD
        assert not WORLD & set(question.added)


def test_own_graphs_have_facts_beside_the_point() -> None:
    lengths = [len(question.triples) for question in QUESTIONS if question.hops == 1]
    assert min(lengths) >= 3


def test_own_graphs_know_the_topic_and_the_relations() -> None:
    for question in QUESTIONS:
        entities = {entity for head, _, tail in question.triples for entity in (head, tail)}
        assert question.topics[0] in entities
        relations = {triple.relation for triple in question.triples}
        assert relations >= {hop.relation for hop in question.relation_paths[0]}


def test_only_unanswerable_questions_have_no_answer() -> None:
    for question in QUESTIONS:
        assert question.answerable == (_kind(question) != "unanswerable") == bool(question.answers)
        assert len(question.answers) <= MAX_ANSWERS


def test_a_counterfactual_answer_is_not_true_of_the_world() -> None:
    for question in [some for some in QUESTIONS if _kind(some) == "counterfactual"][::12]:
        assert set(question.answers) - set(_answers(WORLD, question))
        assert len(question.removed) == len(question.added) in (1, 2)


def test_an_unanswerable_question_has_an_answer_in_the_world() -> None:
    for question in [some for some in QUESTIONS if _kind(some) == "unanswerable"][::12]:
        assert _answers(WORLD, question)
        assert question.removed
        assert not question.added


def test_borders_are_edited_on_both_sides() -> None:
    for question in QUESTIONS:
        for triples in (question.removed, question.added):
            borders = {triple for triple in triples if triple.relation == "borders"}
            assert borders == {Triple(tail, relation, head) for head, relation, tail in borders}


def test_every_wording_is_kept_out_of_training() -> None:
    assert all(str(question.template).endswith(HELD_OUT) for question in QUESTIONS)
    assert all(question.id.startswith(f"{NAME}/") for question in QUESTIONS)


def test_four_hops_are_asked_for_in_wordings_with_a_topic() -> None:
    for phrasings in read_phrasings("long_phrasings.yaml"):
        assert len(phrasings.relation_path) == 4
        assert not phrasings.trained
        assert all(text.count("{topic}") == 1 for text in phrasings.held_out)


def test_text_with_facts_states_the_own_graph() -> None:
    question = next(MultiHopQuestions(facts=True).read())
    assert question.text == (
        "Facts, one a line, as head | relation | tail:\n"
        "Basse-Terre | city_in | Guadeloupe\n"
        "Basse-Terre | time_zone | America/Guadeloupe\n"
        "Grenada | capital | St. George's\n"
        "Guadeloupe | calling_code | +590\n"
        "Guadeloupe | capital | Basse-Terre\n"
        "Guadeloupe | continent | North America\n"
        "Guadeloupe | currency | Euro\n"
        "Guadeloupe | internet_domain | .gp\n"
        "Guadeloupe | language | French\n"
        "Guam | capital | Hagåtña\n"
        "\n"
        "Question: Which city serves as the capital of Guadeloupe?\n"
        f"Answer from these facts alone. If they do not say, answer: {UNKNOWN}"
    )


def test_a_known_question() -> None:
    of = {question.id: question for question in QUESTIONS}
    question = of[f"{NAME}/counterfactual/^capital/Maseru"]
    assert question.text == "What country has Maseru as its capital city?"
    assert question.answers == ("Bhutan",)
    assert question.removed == (Triple("Lesotho", "capital", "Maseru"),)
    assert question.added == (Triple("Bhutan", "capital", "Maseru"),)
