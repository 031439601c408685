import pytest

from km_data.records import Prediction, Question
from km_eval import compare, score
from km_graph.errors import InvalidQueryError

N = 200
QUESTIONS = [Question(str(i), "?", answers=("x",)) for i in range(N)]


def scored(n_right):
    return score(QUESTIONS, [Prediction(str(i), ("x" if i < n_right else "y",)) for i in range(N)])


def test_a_clear_difference_has_an_interval_above_zero():
    found = compare(scored(100), scored(150))
    assert found.difference == 0.25
    assert 0.15 < found.low < 0.25 < found.high < 0.35


def test_names_the_questions_that_changed():
    found = compare(scored(2), scored(1))
    assert (found.better, found.worse) == ((), ("1",))


def test_equal_systems_cannot_be_told_apart():
    found = compare(scored(100), scored(100))
    expected = (
        "On 200 questions B and A cannot be told apart in hits_at_1: +0.0 points, "
        "95 % interval +0.0 to +0.0, McNemar p 1.000; 0 better, 0 worse."
    )
    assert expected == found.sentence("A", "B")


@pytest.mark.parametrize(("a", "b", "verdict"), [(10, 90, "better"), (90, 10, "worse")])
def test_says_which_is_better(a, b, verdict):
    assert f"B is {verdict} than A in hits_at_1" in compare(scored(a), scored(b)).sentence("A", "B")


def test_one_seed_gives_one_interval():
    assert compare(scored(90), scored(99), seed=3) == compare(scored(90), scored(99), seed=3)


def test_refuses_other_questions():
    with pytest.raises(InvalidQueryError, match="different questions"):
        compare(scored(1), score(QUESTIONS[:5], []))


def test_refuses_a_metric_that_is_not_there():
    with pytest.raises(InvalidQueryError, match="no question has 'bleu' in both; there are exact"):
        compare(scored(1), scored(1), metric="bleu")


def test_says_by_how_much():
    said = compare(scored(90), scored(130)).sentence("A", "B")
    expected = (
        "On 200 questions B is better than A in hits_at_1: by 20.0 points, "
        "95 % interval 14.5–25.5, McNemar p < 0.001; 40 better, 0 worse."
    )
    assert expected == said


def test_worse_by_as_much_the_other_way():
    said = compare(scored(130), scored(90)).sentence("A", "B")
    assert "B is worse than A in hits_at_1: by 20.0 points, 95 % interval 14.5–25.5" in said


def test_only_metrics_of_0_and_1_have_a_mcnemar_test():
    asked = [Question("1", "?", answers=("x", "y"))]
    one = score(asked, [Prediction("1", ("x",))])
    assert compare(one, one, metric="f1").p_value is None
