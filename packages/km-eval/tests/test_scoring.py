import random

import pytest

from km_data.records import Prediction, Question
from km_eval import score
from km_eval.metrics.strict import STRICT
from km_graph.errors import DataError, PluginError
from km_graph.relation_path import RelationPath

QUESTIONS = [
    Question("1", "one?", answers=("x",), hops=1),
    Question("2", "two?", answers=("y",), hops=2),
    Question("3", "three?", answers=("z",), relation_paths=(RelationPath.parse("a/b/c"),)),
    Question("4", "none?"),
]
RIGHT = [Prediction("1", ("x",)), Prediction("2", ("y",)), Prediction("3", ("z",)), Prediction("4")]


def test_every_question_is_in_the_denominator():
    scores = score(QUESTIONS, RIGHT[:1])
    assert (scores.overall.means["hits_at_1"], scores.overall.n) == (0.25, 4)


def test_a_missing_prediction_counts_as_failed():
    counts = score(QUESTIONS, RIGHT[1:]).counts
    assert (counts.n_expected, counts.n_scored, counts.n_failed, counts.n_missing) == (4, 3, 1, 1)


def test_a_missing_prediction_is_not_right_on_an_unanswerable_question():
    assert score(QUESTIONS, RIGHT[:3]).overall.means["f1"] == 0.75


def test_a_prediction_with_an_error_counts_as_failed():
    counts = score(QUESTIONS, [*RIGHT[:3], Prediction("4", error="no reply")]).counts
    assert (counts.n_scored, counts.n_failed, counts.n_missing) == (3, 1, 0)


def test_an_empty_answer_is_scored_and_counted():
    counts = score(QUESTIONS, RIGHT).counts
    assert (counts.n_scored, counts.n_failed, counts.n_empty) == (4, 0, 1)


def test_of_two_predictions_the_first_counts_and_the_second_is_listed():
    scores = score(QUESTIONS, [*RIGHT, Prediction("1", ("wrong",))])
    assert (scores.overall.means["hits_at_1"], scores.counts.duplicates) == (1.0, ("1",))


def test_predictions_for_no_question_are_listed():
    scores = score(QUESTIONS, [Prediction("9", ("x",)), *RIGHT])
    assert (scores.overall.n, scores.counts.unknown) == (4, ("9",))


def test_leaving_predictions_out_is_logged(caplog):
    score(QUESTIONS, [Prediction("9", ("x",)), *RIGHT])
    assert "left out 1 predictions: no question 9" in caplog.text


def test_breaks_down_by_hops_in_ascending_order():
    per_hop = score(QUESTIONS, RIGHT[:2]).per_hop
    expected = {"1": 1.0, "2": 1.0, "3": 0.0, "unknown": 0.0}
    assert list(expected.items()) == [(h, g.means["hits_at_1"]) for h, g in per_hop.items()]


def test_reports_slices():
    slices = score(QUESTIONS, RIGHT[:1], slices={"held": ["1", "2"]}).slices
    assert (slices["held"].n, slices["held"].means["f1"]) == (2, 0.5)


def test_refuses_a_slice_of_other_questions():
    with pytest.raises(DataError, match="slice 'held': question '7' is not among the questions"):
        score(QUESTIONS, RIGHT, slices={"held": ["7"]})


def test_refuses_two_questions_of_one_id():
    with pytest.raises(DataError, match="two questions have the id '1'"):
        score([*QUESTIONS, QUESTIONS[0]], RIGHT)


def test_refuses_two_metrics_of_one_name():
    with pytest.raises(PluginError, match="two metrics give exact_match, f1, "):
        score(QUESTIONS, RIGHT, metrics=[STRICT, STRICT])


def test_order_of_predictions_changes_nothing():
    shuffled = random.Random(0).sample(RIGHT, len(RIGHT))
    assert score(QUESTIONS, RIGHT) == score(QUESTIONS, shuffled)


def test_takes_predictions_one_at_a_time():
    scores = score(iter(QUESTIONS), iter(RIGHT))
    assert [row.id for row in scores.rows] == ["1", "2", "3", "4"]


def test_tells_how_many_questions_a_metric_applies_to():
    overall = score(QUESTIONS, RIGHT).overall
    assert overall.applies == {"planner_accuracy": 1}


def test_no_questions_have_no_means():
    assert score([], []).overall.means == {}
