import random
from math import isclose

from hypothesis import given
from hypothesis import strategies as st

from km_eval.scores import Group, Row
from km_eval.tallies import Breakdown, Tally

numbers = st.dictionaries(st.sampled_from("ab"), st.floats(-1e3, 1e3), max_size=2)


@given(st.lists(numbers, max_size=30))
def test_agrees_with_means_of_kept_rows(cases):
    tally = Tally()
    for case in cases:
        tally.add(case)
    rows = [Row(str(i), "1", "answered", case) for i, case in enumerate(cases)]
    assert Group.of(rows) == tally.group() == tally.group()


def test_thousands_of_numbers_in_any_order_have_one_mean():
    values = [random.Random(0).random() for _ in range(10_000)]
    one, other = Tally(), Tally()
    for value, back in zip(values, reversed(values), strict=True):
        one.add({"x": value})
        other.add({"x": back})
    means = [tally.group().means["x"] for tally in (one, other)]
    assert isclose(*means, rel_tol=1e-15)


def test_a_case_counts_under_each_of_its_keys_in_ascending_order():
    found = Breakdown()
    for keys in (["10+"], ["2-3", "unknown"], ["4-9"], ["2-3"]):
        found.add(keys, {"x": 1.0})
    assert {"2-3": 2, "4-9": 1, "10+": 1, "unknown": 1} == {
        key: group.n for key, group in found.groups().items()
    }
    assert list(found.groups()) == ["2-3", "4-9", "10+", "unknown"]
