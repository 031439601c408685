import pytest

from km_data.records import Prediction, Question
from km_eval.metrics.planner import PLANNER
from km_eval.testing.metrics import MetricContract
from km_graph.relation_path import RelationPath

A, B, C = map(RelationPath.parse, ("a", "^b/c", "c"))
QUESTION = Question("1", "?", relation_paths=(A, B))


class TestPlanner(MetricContract):
    @pytest.fixture
    def metric(self):
        return PLANNER


@pytest.mark.parametrize(
    ("planned", "expected"), [((A,), 1.0), ((B, C), 1.0), ((C, A), 0.0), ((), 0.0)]
)
def test_asks_whether_the_first_relation_path_is_gold(planned, expected):
    prediction = Prediction("1", relation_paths=planned)
    assert {"planner_accuracy": expected} == PLANNER.score(QUESTION, prediction, None)


def test_a_failed_prediction_is_wrong():
    prediction = Prediction("1", relation_paths=(A,), error="no reply")
    assert PLANNER.score(QUESTION, prediction, None) == {"planner_accuracy": 0.0}


def test_is_left_out_without_a_gold_relation_path():
    assert PLANNER.score(Question("1", "?"), Prediction("1", relation_paths=(A,)), None) == {}
