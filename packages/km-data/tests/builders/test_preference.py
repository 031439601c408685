import pytest

from km_data.builders.preference import PATH_PREFERENCE, PREFERENCE
from km_data.contracts import EXAMPLE_BUILDERS, BuildContext, ExampleBuilder
from km_data.following import answers_along
from km_data.prompts import parse_path_and_answer, parse_plan, planning_prompt
from km_data.records import PreferenceExample, Question
from km_data.testing import GRAPH, QUESTIONS, ExampleBuilderContract
from km_data.textualizers.arrows import ARROWS, parse_arrows
from km_graph.graph import KnowledgeGraph
from km_graph.reference import ReferenceWalker
from km_graph.relation_path import RelationPath

WALKER = ReferenceWalker()


class TestPreference(ExampleBuilderContract):
    @pytest.fixture
    def builder(self) -> ExampleBuilder:
        return EXAMPLE_BUILDERS.load("preference")


class TestPathPreference(ExampleBuilderContract):
    @pytest.fixture
    def builder(self) -> ExampleBuilder:
        return EXAMPLE_BUILDERS.load("path-preference")


def build(builder: ExampleBuilder, *questions: Question, seed: int = 0) -> list[PreferenceExample]:
    context = BuildContext(WALKER, ARROWS, seed=seed)
    rows = list(builder.build(GRAPH, questions, context))
    assert all(isinstance(row, PreferenceExample) for row in rows)
    return rows


def test_rejected_plan_is_as_long_and_misses_the_answers() -> None:
    for question, row in zip(QUESTIONS, build(PREFERENCE, *QUESTIONS), strict=True):
        assert planning_prompt(question) == row.prompt
        assert parse_plan(row.chosen) in question.relation_paths
        rejected = parse_plan(row.rejected)
        assert rejected is not None
        assert len(question.relation_paths[0]) == len(rejected)
        ((*reached,),) = answers_along(GRAPH, [(question.topics[0], rejected)], walker=WALKER)
        assert set(reached).isdisjoint(question.answers)


def test_rejected_path_is_as_long_and_ends_elsewhere() -> None:
    for question, row in zip(QUESTIONS, build(PATH_PREFERENCE, *QUESTIONS), strict=True):
        (right, answer), (wrong, other) = map(parse_path_and_answer, (row.chosen, row.rejected))
        assert answer in question.answers
        assert other not in question.answers
        chosen, rejected = parse_arrows(right), parse_arrows(wrong)
        assert (chosen.entities[0], len(chosen.entities)) == (
            rejected.entities[0],
            len(rejected.entities),
        )
        for head, relation, tail in rejected.triples():
            assert (head, relation, tail) in set(GRAPH.triples())


@pytest.mark.parametrize("builder", [PREFERENCE, PATH_PREFERENCE])
def test_rows_are_the_same_whatever_is_beside_them(builder: ExampleBuilder) -> None:
    alone = [row for question in QUESTIONS for row in build(builder, question, seed=3)]
    assert alone == build(builder, *QUESTIONS, seed=3)


def test_no_wrong_path_gives_no_row() -> None:
    graph = KnowledgeGraph.from_triples([("a", "r", "b")])
    question = Question("1", "?", ("a",), ("b",), relation_paths=(RelationPath.parse("r"),))
    context = BuildContext(WALKER, ARROWS)
    assert list(PREFERENCE.build(graph, [question], context)) == []
    assert list(PATH_PREFERENCE.build(graph, [question], context)) == []


def test_gold_path_that_reaches_no_answer_gives_no_row() -> None:
    question = Question(
        "1", "?", ("France",), ("Madrid",), relation_paths=(RelationPath.parse("capital"),)
    )
    assert build(PREFERENCE, question) == []
