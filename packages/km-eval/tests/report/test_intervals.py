from km_eval.report.intervals import intervals
from km_eval.scores import Group, Row, Scores


def scores(values):
    rows = tuple(
        Row(str(i), str(1 + i % 2), "answered", {"hits_at_1": value})
        for i, value in enumerate(values)
    )
    return Scores(None, Group.of(rows), {}, {}, rows)


def test_the_mean_lies_in_its_interval():
    found = intervals(scores([0.0, 1.0] * 50), ("hits_at_1",), samples=200, seed=1)
    one = found.overall["hits_at_1"]
    assert (one.mean, one.n, one.low < 0.5 < one.high) == (0.5, 100, True)


def test_breaks_down_by_hops():
    found = intervals(scores([0.0, 1.0] * 50), ("hits_at_1",), samples=200, seed=1)
    assert {hops: one.mean for hops, one in found.per_hop.items()} == {"1": 0.0, "2": 1.0}


def test_leaves_out_what_applies_to_no_question():
    assert "f1" not in intervals(scores([1.0]), ("hits_at_1", "f1"), samples=100, seed=0).overall
