import pytest

from km_data.records import Prediction, Question
from km_eval import score
from km_eval.statistics.seeds import aggregate, spread
from km_graph.errors import InvalidQueryError

ASKED = [Question("1", "?", answers=("x",), hops=1), Question("2", "?", answers=("y",), hops=2)]
RIGHT = score(ASKED, [Prediction("1", ("x",)), Prediction("2", ("y",))])
HALF = score(ASKED, [Prediction("1", ("x",)), Prediction("2", error="no reply")])


def test_a_question_has_its_mean_over_the_runs():
    both = aggregate([RIGHT, HALF])
    assert [(row.values["f1"], row.status) for row in both.rows] == [
        (1.0, "answered"),
        (0.5, "failed"),
    ]
    assert (both.overall.means["f1"], both.per_hop["2"].means["f1"]) == (0.75, 0.5)
    assert (both.counts.n_expected, both.counts.n_failed) == (4, 1)


def test_one_run_stays_as_it_is():
    assert aggregate([RIGHT]) is RIGHT


def test_spread_is_over_the_runs():
    found = spread([RIGHT, HALF], "f1")
    assert (found.mean, found.deviation, found.runs) == (
        0.75,
        pytest.approx(0.125**0.5),
        (1.0, 0.5),
    )


@pytest.mark.parametrize(
    ("runs", "message"), [([], "at least one"), ([RIGHT, score(ASKED[:1], [])], "different")]
)
def test_refuses_runs_that_do_not_belong_together(runs, message):
    with pytest.raises(InvalidQueryError, match=message):
        aggregate(runs)
