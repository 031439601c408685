"""What rules make of random walks, as tests: a part of the contract of a random walker."""

# ruff: noqa: D102 - the name of a test says what it shows

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from km_graph.errors import InvalidQueryError
from km_graph.testing.small_graphs import DIAMOND, LINE, PARALLEL, ids, rows, small_graph
from km_graph.walkers import RandomWalker, WalkRule

RING = small_graph([(0, 0, 1), (1, 0, 2), (2, 0, 3), (3, 0, 0)], n_relations=1)
"""0 → 1 → 2 → 3 → 0."""


class WalkRuleContract:
    """What every random walker makes of a rule."""

    @pytest.fixture
    def walker(self) -> RandomWalker:
        """The random walker under test."""
        raise NotImplementedError

    # weights

    def test_weighted_walks_take_edges_by_weight(self, walker: RandomWalker) -> None:
        graph = small_graph([(0, 0, 1), (0, 0, 2), (0, 1, 1), (0, 1, 2), (0, 2, 3)])
        weights = np.array([1.0, 0.0, 2.0, 3.0, 10.0])
        walks = walker.random_walks(
            graph, ids(0), hops=1, walks_per_start=4000, rule=WalkRule(weights=weights), seed=1
        )
        counts = np.bincount(walks.relations * 4 + walks.ends(), minlength=12)[[1, 2, 5, 6, 11]]
        assert counts[1] == 0
        expected = weights / weights.sum() * 4000
        kept = expected > 0
        chi_square = ((counts - expected)[kept] ** 2 / expected[kept]).sum()
        assert chi_square < 16.3  # once in a thousand seeds it is above, with 3 degrees of freedom

    def test_edges_weigh_the_same_walked_backward(self, walker: RandomWalker) -> None:
        rule = WalkRule(weights=np.array([0, 1, 1, 0], np.float32))  # 0-2-3 is apart from 0-1-3
        walks = walker.random_walks(DIAMOND, ids(3, 2, 1), hops=3, rule=rule, seed=5)
        assert rows(walks)[1][1][1] == 0
        assert [row[1][:2] for row in rows(walks)] == [[3, 1], [2, 0], [1, 3]]

    def test_a_weight_of_nothing_is_a_dead_end(self, walker: RandomWalker) -> None:
        for q in (1.0, 2.0):
            rule = WalkRule(weights=np.zeros(4), q=q)
            walks = walker.random_walks(DIAMOND, ids(0), hops=3, rule=rule, seed=0)
            assert rows(walks) == [(0, [0], [])]

    # where a walk came from

    def test_walks_that_may_not_turn_back_go_round(self, walker: RandomWalker) -> None:
        rule = WalkRule(backtrack=False)
        walks = walker.random_walks(RING, ids(0), hops=9, walks_per_start=20, rule=rule, seed=2)
        for _, entities, _ in rows(walks):
            assert len(set(zip(entities, entities[2:], strict=False))) == 4
            assert len(entities) == 10

    def test_walks_that_may_not_turn_back_end_where_they_must(self, walker: RandomWalker) -> None:
        rule = WalkRule(backtrack=False)
        assert rows(walker.random_walks(LINE, ids(0), hops=9, rule=rule, seed=2)) == [
            (0, [0, 1, 2], [0, 1])
        ]
        parallel = walker.random_walks(PARALLEL, ids(0), hops=9, rule=rule, seed=2)
        assert [len(row[2]) for row in rows(parallel)] == [1]

    def test_a_low_p_goes_back_and_a_high_one_does_not(self, walker: RandomWalker) -> None:
        def share_back(p: float) -> float:
            found = walker.random_walks(
                RING, ids(0), hops=2, walks_per_start=600, rule=WalkRule(p=p), seed=6
            )
            return float(np.mean(found.ends() == 0))

        # 1/p for going back, 1 for going on; 4.5 standard deviations are about 0.09.
        assert share_back(0.25) == pytest.approx(4 / 5, abs=0.09)
        assert share_back(4.0) == pytest.approx(1 / 5, abs=0.09)

    def test_a_high_q_stays_near(self, walker: RandomWalker) -> None:
        # From 0 to 1; then back to 0, on to 2, which 0 leads to as well, or away to 3.
        graph = small_graph([(0, 0, 1), (1, 0, 2), (0, 0, 2), (1, 0, 3)])
        walks = walker.random_walks(
            graph, ids(0), hops=2, walks_per_start=2000, rule=WalkRule(q=4.0), seed=6
        )
        ends = [e[2] for _, e, _ in rows(walks) if e[1] == 1]
        shares = np.bincount(ends, minlength=4) / len(ends)
        assert shares == pytest.approx([4 / 9, 0, 4 / 9, 1 / 9], abs=0.08)

    # restarts and metapaths

    def test_a_restart_begins_a_new_path_at_the_start(self, walker: RandomWalker) -> None:
        rule = WalkRule(restart=0.5)
        walks = walker.random_walks(RING, ids(2, 1), hops=40, rule=rule, seed=1)
        assert len(walks) > 20
        assert {(owner, entities[0]) for owner, entities, _ in rows(walks)} == {(0, 2), (1, 1)}
        for owner in (0, 1):
            found = [row for row in rows(walks) if row[0] == owner]
            assert sum(len(entities) for _, entities, _ in found) == 41  # restarts are hops
        assert walks.truncated.tolist() == [False, False]

    def test_walks_that_always_restart_never_leave(self, walker: RandomWalker) -> None:
        walks = walker.random_walks(RING, ids(1), hops=3, rule=WalkRule(restart=1.0), seed=1)
        assert rows(walks) == [(0, [1], [])] * 4

    def test_a_metapath_is_taken_again_and_again(self, walker: RandomWalker) -> None:
        rule = WalkRule(metapath=(0, 1, ~1, ~0))
        for direction in ("forward", "backward", "both"):
            walks = walker.random_walks(
                DIAMOND,
                ids(0, 1),
                hops=10,
                direction=direction,
                rule=rule,
                seed=1,
            )
            assert rows(walks)[0][2] == [0, 1, ~1, ~0, 0, 1, ~1, ~0, 0, 1]
            assert rows(walks)[1] == (1, [1], [])

    def test_a_restart_begins_the_metapath_again(self, walker: RandomWalker) -> None:
        rule = WalkRule(metapath=[0, 1, ~1, ~0], restart=0.4)
        walks = walker.random_walks(DIAMOND, ids(0), hops=60, rule=rule, seed=1)
        found = {tuple(row[2]) for row in rows(walks)}
        assert found >= {(), (0,), (0, 1)}
        assert all(path == ((0, 1, ~1, ~0) * 15)[: len(path)] for path in found)

    def test_rules_combine(self, walker: RandomWalker) -> None:
        graph = small_graph([(0, 0, 0), (0, 0, 1), (1, 0, 2), (2, 0, 0), (2, 1, 1), (1, 1, 3)])
        rule = WalkRule(
            weights=np.array([5.0, 1.0, 1.0, 1.0, 0.0, 2.0]),
            p=0.5,
            q=2.0,
            restart=0.1,
            metapath=(0, 0, ~1),
            backtrack=False,
        )
        walks = walker.random_walks(graph, hops=20, walks_per_start=5, rule=rule, seed=9)
        for _, entities, relations in rows(walks):
            assert relations == ([0, 0, ~1] * 7)[: len(relations)]
            assert all(a != b for a, b in zip(entities, entities[2:], strict=False))
            hops = zip(pairwise(entities), relations, strict=True)
            assert all(graph.has_edge(a, relation, b) for (a, b), relation in hops)

    # refusals

    @pytest.mark.parametrize(
        ("name", "values"),
        [
            ("p", [0.0, -1.0, np.inf, np.nan]),
            ("q", [0.0, -1.0, np.inf, np.nan]),
            ("restart", [-0.1, 1.1, np.nan]),
            ("metapath", [(3,), (0, ~3)]),
            ("weights", [[1.0], [1.0, -1.0], [1.0, np.inf], [np.nan, 1.0], [[1.0, 2.0]]]),
        ],
    )
    def test_refuses_rules_that_make_no_sense(
        self, walker: RandomWalker, name: str, values: list[Any]
    ) -> None:
        for value in values:
            part: Any = {name: np.array(value) if name == "weights" else value}
            with pytest.raises(InvalidQueryError, match=name):
                walker.random_walks(LINE, ids(0), hops=1, rule=WalkRule(**part), seed=0)
