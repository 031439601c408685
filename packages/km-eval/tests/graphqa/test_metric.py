import pytest

from km_data.graph_tasks.source import GraphTaskQuestions
from km_data.records import Prediction, Question
from km_data.world.multi_hop import MULTI_HOP
from km_eval.contracts import METRICS, Metric
from km_eval.graphqa.metric import GRAPHQA
from km_eval.testing.metrics import MetricContract

LIST = Question("1", "…", answers=("A", "C"), template="connected_nodes/expert/er/zero_shot")
CAPITALS = Question("2", "…", answers=("Paris", "Madrid"), template="world-hops-1/plain/x#1!")
SILENT = Question("3", "…", template="world-hops-1/unanswerable/x#1!", answerable=False)


class TestGraphQA(MetricContract):
    @pytest.fixture
    def metric(self) -> Metric:
        return METRICS.load("graphqa")


def _right(question: Question, prediction: Prediction) -> float:
    return GRAPHQA.score(question, prediction, None)["graphqa"]


def test_lists_are_compared_as_sets() -> None:
    assert _right(LIST, Prediction("1", completion="c and a")) == 1
    assert _right(LIST, Prediction("1", ("C", "A"))) == 1
    assert _right(LIST, Prediction("1", completion="A, B, C")) == 0
    assert _right(LIST, Prediction("1", completion="A")) == 0


def test_what_cannot_be_read_is_wrong_and_counted() -> None:
    question = Question("1", "…", answers=("Yes",), template="cycle_check/got/er/zero_shot")
    expected = {"graphqa": 0.0, "graphqa_read": 0.0}
    assert expected == GRAPHQA.score(question, Prediction("1", completion="Perhaps."), None)
    assert expected == GRAPHQA.score(question, Prediction("1", ("Yes",), error="cut"), None)


def test_an_answer_after_thinking_is_looked_for_at_the_end() -> None:
    text = "1 edge, then 2 more. The answer is 3."
    for style, right in (("zero_cot", 1), ("zero_shot", 0)):
        question = Question("1", "…", answers=("3",), template=f"edge_count/got/er/{style}")
        assert right == _right(question, Prediction("1", completion=text))


def test_entities_are_compared_as_strict_compares_them() -> None:
    assert _right(CAPITALS, Prediction("2", ("madrid", "Paris!"))) == 1
    assert _right(CAPITALS, Prediction("2", ("Paris",))) == 0


def test_unknown_is_no_answer() -> None:
    assert _right(SILENT, Prediction("3", ("Unknown.",))) == 1
    assert _right(SILENT, Prediction("3")) == 1
    assert _right(SILENT, Prediction("3", ("Paris",))) == 0
    assert _right(SILENT, Prediction("3", error="no reply")) == 0
    assert _right(CAPITALS, Prediction("2", ("unknown",))) == 0


def test_arguments_support_or_counter_each_other() -> None:
    question = Question("4", "…", answers=("counter",))
    assert _right(question, Prediction("4", completion="Counter.")) == 1
    assert _right(question, Prediction("4", completion="They support each other.")) == 0


def test_other_questions_get_no_number() -> None:
    assert GRAPHQA.score(Question("5", "…", answers=("Paris",)), Prediction("5"), None) == {}


def test_gold_answers_are_right() -> None:
    for question in (*GraphTaskQuestions(graphs=1).read(), *MULTI_HOP.read()):
        assert _right(question, Prediction(question.id, question.answers)) == 1
