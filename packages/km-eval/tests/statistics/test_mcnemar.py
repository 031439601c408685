from math import comb

import pytest

from km_eval.statistics.mcnemar import mcnemar


@pytest.mark.parametrize(("better", "worse"), [(0, 0), (1, 0), (5, 5), (12, 3), (3, 12), (40, 0)])
def test_agrees_with_the_binomial_sum(better, worse):
    n = better + worse
    tail = sum(comb(n, k) for k in range(min(better, worse) + 1)) / 2**n
    assert mcnemar(better, worse) == pytest.approx(min(1.0, 2 * tail))


def test_thousands_of_questions_do_not_overflow():
    assert 0.9 < mcnemar(50_000, 50_010) <= 1.0
    assert mcnemar(60_000, 40_000) == 0.0
