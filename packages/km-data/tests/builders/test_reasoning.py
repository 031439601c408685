import pytest

from km_data.builders.followed import MAX_PATHS
from km_data.builders.reasoning import REASONING
from km_data.contracts import EXAMPLE_BUILDERS, BuildContext, ExampleBuilder
from km_data.records import Example, Question
from km_data.testing import GRAPH, QUESTIONS, ExampleBuilderContract
from km_data.textualizers.arrows import ARROWS
from km_graph.graph import KnowledgeGraph
from km_graph.reference import ReferenceWalker
from km_graph.relation_path import RelationPath


class TestReasoning(ExampleBuilderContract):
    @pytest.fixture
    def builder(self) -> ExampleBuilder:
        return EXAMPLE_BUILDERS.load("reasoning")


def build(graph: KnowledgeGraph, *questions: Question) -> list[Example]:
    return list(REASONING.build(graph, questions, BuildContext(ReferenceWalker(), ARROWS)))


def test_row_shows_the_paths_and_asks_for_the_answers() -> None:
    expected = Example(
        "2/reasoning",
        "Reasoning paths:\n"
        "Lyon -> city_in -> France -> borders -> Spain -> capital -> Madrid\n\n"
        "Question: What is the capital of the neighbour of the country where Lyon is?\nAnswers:\n",
        "Madrid",
    )
    assert [expected] == build(GRAPH, QUESTIONS[1])


def test_answers_that_no_path_shows_are_left_out() -> None:
    paths = (RelationPath.parse("capital"),)
    rows = build(GRAPH, Question("1", "?", ("France",), ("Madrid", "Paris"), relation_paths=paths))
    assert [row.completion for row in rows] == ["Paris"]


def test_question_whose_paths_reach_no_answer_gives_no_row() -> None:
    paths = (RelationPath.parse("capital"),)
    question = Question("1", "?", ("France",), ("Madrid",), relation_paths=paths)
    assert [row.id for row in build(GRAPH, question, QUESTIONS[1])] == ["2/reasoning"]


def test_only_so_many_paths_are_shown() -> None:
    ends = [f"e{n:03}" for n in range(MAX_PATHS + 10)]
    graph = KnowledgeGraph.from_triples([("a", "r", end) for end in ends])
    question = Question("1", "?", ("a",), tuple(ends), relation_paths=(RelationPath.parse("r"),))
    (row,) = build(graph, question)
    assert ends[:MAX_PATHS] == row.completion.splitlines()
