import numpy as np
import pytest

from km_eval.statistics.bootstrap import bootstrap, interval
from km_graph.errors import InvalidQueryError

GENERATOR = np.random.default_rng(0)


@pytest.mark.parametrize(
    "values", [GENERATOR.integers(0, 2, 2_000), GENERATOR.random(2_000)], ids=["few", "many"]
)
def test_draws_have_the_mean_and_the_standard_error_of_theory(values):
    means = bootstrap(values)
    assert means.mean() == pytest.approx(values.mean(), abs=0.001)
    assert means.std() == pytest.approx(values.std() / np.sqrt(len(values)), rel=0.03)


def test_an_interval_covers_the_truth_about_nineteen_times_in_twenty():
    generator = np.random.default_rng(1)
    found = [interval(generator.random(300), samples=500, seed=i) for i in range(200)]
    covered = sum(one.low <= 0.5 <= one.high for one in found)
    assert 178 <= covered <= 200


def test_questions_measured_several_times_are_drawn_whole():
    # Five equal runs tell no more than one.
    once = np.random.default_rng(2).random(400)
    one, five = interval(once, seed=3), interval(5 * once, np.full(400, 5), seed=3)
    assert (one.low, one.high) == pytest.approx((five.low, five.high), abs=1e-3)
    independent = interval(np.tile(once, 5), seed=3)
    assert one.high - one.low > 2 * (independent.high - independent.low)


def test_unequal_counts_weigh():
    assert interval([3.0, 0.0], [3, 1]).mean == 0.75


def test_one_seed_gives_one_interval():
    values = np.random.default_rng(4).random(100)
    assert interval(values, seed=1) == interval(values, seed=1) != interval(values, seed=2)


def test_all_equal_is_certain():
    found = interval([1.0] * 50)
    assert (found.low, found.mean, found.high, found.n) == (1.0, 1.0, 1.0, 50)


def test_refuses_no_questions():
    with pytest.raises(InvalidQueryError, match="at least one question"):
        interval([])
