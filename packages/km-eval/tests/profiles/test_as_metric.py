import pytest

from km_data.records import Prediction, Question
from km_eval import score
from km_eval.profiles.as_metric import ProfileMetric
from km_eval.profiles.rog import ROG
from km_eval.testing.metrics import MetricContract


class TestProfileMetric(MetricContract):
    @pytest.fixture
    def metric(self):
        return ProfileMetric(ROG)


def test_reads_the_completion_where_there_is_one():
    asked = [Question("1", "?", answers=("Paris",)), Question("2", "?"), Question("3", "?")]
    said = [Prediction("1", ("Rome",), completion="Rome or Paris"), Prediction("2", ("Rome",))]
    scores = score(asked, said, metrics=[ProfileMetric(ROG)])
    assert (scores.overall.means["rog.hit"], scores.overall.applies["rog.hit"]) == (1.0, 1)
