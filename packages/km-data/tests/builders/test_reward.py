import pytest

from km_data.builders.reward import REWARD
from km_data.contracts import EXAMPLE_BUILDERS, BuildContext, ExampleBuilder
from km_data.records import Question, RewardExample
from km_data.testing import GRAPH, QUESTIONS, ExampleBuilderContract
from km_data.textualizers.arrows import ARROWS
from km_graph.reference import ReferenceWalker
from km_graph.relation_path import RelationPath


class TestReward(ExampleBuilderContract):
    @pytest.fixture
    def builder(self) -> ExampleBuilder:
        return EXAMPLE_BUILDERS.load("reward")


def build(question: Question) -> list[RewardExample]:
    return list(REWARD.build(GRAPH, [question], BuildContext(ReferenceWalker(), ARROWS)))


def test_row_has_what_a_plan_is_checked_against() -> None:
    expected = RewardExample(
        "1/reward",
        "Question: What is the capital of [topic]?\nRelation path:\n",
        answers=("Paris",),
        relation_paths=("capital",),
    )
    assert [expected] == build(QUESTIONS[0])


def test_question_without_answers_gives_no_row() -> None:
    gold = (RelationPath.parse("capital"),)
    assert build(Question("1", "?", ("France",), relation_paths=gold)) == []
