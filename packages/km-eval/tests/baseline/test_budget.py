from concurrent.futures import ThreadPoolExecutor

from km_eval.baseline.budget import Budget, Price
from km_eval.baseline.replies import Reply

PRICE = Price(prompt=1.0, completion=2.0)


def test_price_is_of_a_million_tokens():
    assert PRICE.of(1_000_000, 500_000) == 2.0


def test_what_is_not_used_is_given_back():
    budget = Budget(PRICE, most=PRICE.of(2, 10))
    budget.settle(budget.reserve("abcd", 10), Reply("x", prompt_tokens=1, tokens=1))
    assert budget.spent == PRICE.of(1, 1)
    assert budget.reserve("", 8) is not None


def test_a_failure_costs_nothing():
    budget = Budget(PRICE, most=PRICE.of(2, 10))
    budget.settle(budget.reserve("abcd", 10), None)
    assert (budget.spent, budget.reserve("abcd", 10) is None) == (0.0, False)


def test_many_threads_together_do_not_pass_it():
    budget = Budget(PRICE, most=PRICE.of(0, 100))

    def ask(_):
        reserved = budget.reserve("", 10)
        if reserved is not None:
            budget.settle(reserved, Reply("x", tokens=10))
        return reserved is not None

    with ThreadPoolExecutor(8) as pool:
        n_asked = sum(pool.map(ask, range(50)))
    assert (n_asked, budget.spent <= budget.most) in {(9, True), (10, True)}
