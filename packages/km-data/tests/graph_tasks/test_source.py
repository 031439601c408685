import hashlib
import json
from dataclasses import replace
from itertools import groupby

import pytest

from km_data.contracts import QUESTION_SOURCES, QuestionSource
from km_data.graph_tasks.prompts import RELATION
from km_data.graph_tasks.source import GraphTaskQuestions
from km_data.graph_tasks.tasks import TASKS
from km_data.graph_tasks.templates import TaskTemplate
from km_data.records import Question
from km_data.testing import QuestionSourceContract
from km_graph.errors import ConfigError

EVERYTHING = GraphTaskQuestions(encoders="all", styles="all", graphs=1)
QUESTIONS = list(EVERYTHING.read())
DIGEST = "35507e26b6f983a04faeea440c2bbf9b1cd05c32471beca9e3503f04dcbde955"


class TestGraphqa(QuestionSourceContract):
    @pytest.fixture
    def source(self) -> QuestionSource:
        return QUESTION_SOURCES.load("graphqa")


def test_makes_every_combination() -> None:
    assert len(QUESTIONS) == 11 * 11 * 7 * 3
    assert len({question.id for question in QUESTIONS}) == len(QUESTIONS)


def test_numbers_can_be_repeated_anywhere() -> None:
    said = "\n".join(json.dumps(question.to_json()) for question in QUESTIONS)
    assert hashlib.sha256(said.encode()).hexdigest() == DIGEST


def test_another_seed_gives_other_questions() -> None:
    others = replace(EVERYTHING, seed=1).read()
    same = sum(a.text == b.text for a, b in zip(QUESTIONS, others, strict=True))
    assert same < len(QUESTIONS) / 20


def test_each_encoder_is_asked_about_the_same_graphs() -> None:
    def of(question: Question) -> tuple[str, str]:
        template = TaskTemplate.parse(question.template)
        assert template is not None
        return template.task, template.generator

    counts = {"edge_count", "node_count", "triangle_counting", "cycle_check", "node_degree"}
    for (task, _), group in groupby(sorted(QUESTIONS, key=of), key=of):
        if task in counts:
            assert len({question.answers for question in group}) == 1


def test_a_plain_question_ends_where_the_answer_begins() -> None:
    plain = [question for question in QUESTIONS if str(question.template).endswith("zero_shot")]
    assert all(question.text.endswith("?\nA: ") or ".\nA: " in question.text for question in plain)


def test_thinking_is_asked_for_in_the_published_words() -> None:
    thought = [question for question in QUESTIONS if str(question.template).endswith("zero_cot")]
    assert all(question.text.endswith("A: Let's think step by step. ") for question in thought)


def test_two_solved_examples_stand_before_the_question() -> None:
    shown = [question for question in QUESTIONS if str(question.template).endswith("few_shot")]
    assert all(question.text.count("Example: ") == 3 for question in shown)
    assert all(question.text.endswith("A: ") for question in shown)


def test_triples_are_the_edges() -> None:
    counted = [q for q in QUESTIONS if str(q.template).startswith("edge_count/")]
    assert all(len(question.triples) == int(question.answers[0]) for question in counted)
    assert {triple.relation for question in QUESTIONS for triple in question.triples} == {RELATION}


def test_the_topics_are_in_the_question() -> None:
    for question in QUESTIONS:
        asked = question.text.rpartition("Q: ")[2]
        assert all(topic in asked for topic in question.topics)


def test_options_choose_by_name() -> None:
    some = GraphTaskQuestions(tasks="edge_count, node_count", generators="star", graphs=2)
    assert [question.id for question in some.read()] == [
        "edge_count/adjacency/star/zero_shot/0-0",
        "edge_count/adjacency/star/zero_shot/0-1",
        "node_count/adjacency/star/zero_shot/0-0",
        "node_count/adjacency/star/zero_shot/0-1",
    ]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"tasks": "edge_cuont"}, "tasks: 'edge_cuont' is unknown; did you mean 'edge_count'"),
        ({"encoders": ""}, "encoders: '' is unknown"),
        ({"graphs": 0}, "expected 1 or more"),
    ],
)
def test_options_that_cannot_be_are_refused(options: dict[str, str], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        list(GraphTaskQuestions(**options).read())  # type: ignore[arg-type]


def test_a_template_of_another_source_is_none_of_ours() -> None:
    assert TaskTemplate.parse("borders/capital#1!") is None
    assert TaskTemplate.parse("a/b/c/d") is None
    assert TaskTemplate.parse(None) is None


def test_every_task_has_several_answers() -> None:
    answers = {task: set() for task in TASKS}  # type: ignore[var-annotated]
    for question in GraphTaskQuestions(graphs=10).read():
        answers[str(question.template).split("/")[0]].add(question.answers)
    assert min(map(len, answers.values())) >= 2
