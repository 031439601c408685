import pytest

from km_data.builders.planning import PLANNING
from km_data.contracts import EXAMPLE_BUILDERS, BuildContext, ExampleBuilder
from km_data.records import Example, Question
from km_data.testing import GRAPH, QUESTIONS, ExampleBuilderContract
from km_data.textualizers.arrows import ARROWS
from km_graph.reference import ReferenceWalker
from km_graph.relation_path import RelationPath


class TestPlanning(ExampleBuilderContract):
    @pytest.fixture
    def builder(self) -> ExampleBuilder:
        return EXAMPLE_BUILDERS.load("planning")


def build(question: Question, *, mask_topics: bool = True) -> list[Example]:
    context = BuildContext(ReferenceWalker(), ARROWS, mask_topics=mask_topics)
    return list(PLANNING.build(GRAPH, [question], context))


def test_row_asks_for_the_relation_path() -> None:
    expected = Example(
        "1/planning",
        "Question: What is the capital of [topic]?\nRelation path:\n",
        "<PATH>capital</PATH>",
    )
    assert [expected] == build(QUESTIONS[0])


def test_topics_can_stay() -> None:
    assert "capital of France?" in build(QUESTIONS[0], mask_topics=False)[0].prompt


def test_each_relation_path_is_a_row() -> None:
    paths = tuple(map(RelationPath.parse, ("capital", "borders/capital")))
    rows = build(Question("7", "?", ("France",), relation_paths=paths))
    assert [row.id for row in rows] == ["7/planning", "7/planning/2"]
