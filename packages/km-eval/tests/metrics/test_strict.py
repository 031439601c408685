from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from km_data.records import Prediction, Question
from km_eval.metrics.strict import STRICT
from km_eval.testing.metrics import MetricContract

names = st.sampled_from("bcdefgh")
answers = st.lists(names, max_size=6).map(tuple)
SET_METRICS = ("hit", "precision", "recall", "f1", "exact_match")


class TestStrict(MetricContract):
    @pytest.fixture
    def metric(self):
        return STRICT


def score(gold, predicted, *, aliases=None, error=None):
    question = Question("1", "?", answers=tuple(gold), aliases=aliases or {})
    return STRICT.score(question, Prediction("1", tuple(predicted), error=error), None)


@given(gold=answers.filter(len), predicted=answers)
def test_agrees_with_set_arithmetic(gold, predicted):
    wanted, found = set(gold), set(predicted)
    common = len(wanted & found)
    expected = {
        "hits_at_1": float(bool(predicted) and predicted[0] in wanted),
        "hit": float(common > 0),
        "precision": common / len(found) if found else 0.0,
        "recall": common / len(wanted),
        "f1": 2 * common / (len(found) + len(wanted)),
        "exact_match": float(found == wanted),
    }
    assert expected == score(gold, predicted)


@given(gold=answers.filter(len), predicted=answers.filter(len))
def test_f1_is_symmetric_and_precision_is_recall_the_other_way(gold, predicted):
    there, back = score(gold, predicted), score(predicted, gold)
    assert (there["f1"], there["precision"]) == (back["f1"], back["recall"])


@given(gold=answers, predicted=answers)
def test_all_are_between_0_and_1(gold, predicted):
    assert all(0.0 <= value <= 1.0 for value in score(gold, predicted).values())


@given(gold=answers, predicted=st.lists(names, max_size=4))
def test_set_metrics_do_not_depend_on_order(gold, predicted):
    seen = {
        tuple(score(gold, order)[name] for name in SET_METRICS) for order in permutations(predicted)
    }
    assert len(seen) == 1


def test_a_substring_is_no_hit():
    assert score(["Iran"], ["Tirana"])["hit"] == 0.0


def test_a_gold_article_does_not_match_everything():
    assert score(["The The"], ["Paris"])["hit"] == 0.0


def test_only_the_first_answer_counts_for_hits_at_1():
    scores = score(["Paris"], ["Lyon", "Paris"])
    assert (scores["hits_at_1"], scores["hit"]) == (0.0, 1.0)


def test_an_alias_counts_as_its_answer_once():
    scores = score(["United Kingdom"], ["the UK", "U.K."], aliases={"United Kingdom": ("UK",)})
    assert dict.fromkeys(scores, 1.0) == scores


def test_an_alias_that_is_another_gold_answer_stays_that():
    assert score(["x", "y"], ["x", "y"], aliases={"x": ("y",)})["exact_match"] == 1.0


def test_aliases_of_what_is_not_gold_do_not_count():
    assert score(["x"], ["z"], aliases={"y": ("z",)})["hit"] == 0.0


def test_spellings_equal_after_normalization_count_once():
    assert score(["Paris"], ["Paris", "PARIS", "the Paris!"])["precision"] == 1.0


def test_blank_answers_do_not_count():
    assert score(["Paris"], ["", " ", "Paris"])["exact_match"] == 1.0


@pytest.mark.parametrize(("predicted", "expected"), [((), 1.0), (("x",), 0.0), (("",), 1.0)])
def test_an_unanswerable_question_is_right_iff_nothing_is_answered(predicted, expected):
    assert {expected} == set(score([], predicted).values())


def test_a_failed_prediction_scores_nothing_even_if_unanswerable():
    assert {0.0} == set(score([], [], error="no reply").values())
