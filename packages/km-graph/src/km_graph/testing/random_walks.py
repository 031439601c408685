"""The contract of a random walker as tests: subclass it and give a ``walker`` fixture."""

# ruff: noqa: D102 - the name of a test says what it shows

import numpy as np
import pytest

from km_graph.errors import InvalidQueryError
from km_graph.paths import Groups, PathBatch
from km_graph.testing.small_graphs import (
    DIAMOND,
    EMPTY,
    LINE,
    LOOP,
    Row,
    ids,
    rows,
    small_graph,
)
from km_graph.testing.walk_rules import WalkRuleContract
from km_graph.walkers import RandomWalker, WalkRule


class RandomWalkerContract(WalkRuleContract):
    """What every random walker does."""

    def test_is_a_random_walker(self, walker: RandomWalker) -> None:
        assert isinstance(walker, RandomWalker)

    def test_walks_take_the_edges_that_the_specification_draws(self, walker: RandomWalker) -> None:
        walks = walker.random_walks(DIAMOND, ids(0, 3), hops=3, walks_per_start=2, seed=7)
        assert rows(walks) == [
            (0, [0, 2, 3, 1], [0, 1, ~1]),
            (0, [0, 2, 0, 1], [0, ~0, 0]),
            (1, [3, 1, 0, 2], [~1, ~0, 0]),
            (1, [3, 2, 0, 2], [~1, ~0, 0]),
        ]

    def test_walks_of_one_seed_are_the_same_and_of_another_differ(
        self, walker: RandomWalker
    ) -> None:
        def walks(seed: int) -> list[Row]:
            starts = ids(0, 1, 2, 3)
            return rows(walker.random_walks(DIAMOND, starts, hops=8, walks_per_start=5, seed=seed))

        assert walks(1) == walks(1)
        assert walks(1) != walks(2)
        assert walks(2**64 - 1) == walks(2**64 - 1)

    def test_walks_start_everywhere_where_no_starts_are_given(self, walker: RandomWalker) -> None:
        everywhere = walker.random_walks(LINE, hops=2, walks_per_start=2, seed=4)
        given = walker.random_walks(LINE, ids(0, 1, 2, 3), hops=2, walks_per_start=2, seed=4)
        assert rows(everywhere) == rows(given)

    def test_walks_end_early_at_dead_ends(self, walker: RandomWalker) -> None:
        walks = walker.random_walks(LINE, ids(0, 2, 3), hops=5, direction="forward", seed=0)
        assert rows(walks) == [(0, [0, 1, 2], [0, 1]), (1, [2], []), (2, [3], [])]
        assert walks.truncated.tolist() == [False, False, False]

    def test_walks_go_backward(self, walker: RandomWalker) -> None:
        walks = walker.random_walks(LINE, ids(2), hops=5, direction="backward", seed=0)
        assert rows(walks) == [(0, [2, 1, 0], [~1, ~0])]

    def test_walks_of_no_hops_stay(self, walker: RandomWalker) -> None:
        for rule in (WalkRule(), WalkRule(q=2.0), WalkRule(restart=1.0)):
            walks = walker.random_walks(LINE, ids(1), hops=0, walks_per_start=2, rule=rule, seed=0)
            assert rows(walks) == [(0, [1], []), (0, [1], [])]

    def test_no_walks_from_no_starts_or_none_per_start(self, walker: RandomWalker) -> None:
        assert len(walker.random_walks(EMPTY, ids(), hops=3, seed=0)) == 0
        assert len(walker.random_walks(EMPTY, hops=3, seed=0)) == 0
        none = walker.random_walks(LINE, ids(0, 1), hops=3, walks_per_start=0, seed=0)
        assert (len(none), len(none.truncated)) == (0, 2)

    def test_walks_take_every_edge_about_equally_often(self, walker: RandomWalker) -> None:
        graph = small_graph([(0, 0, 1), (0, 1, 1), (0, 1, 2), (0, 2, 0)], n_entities=3)
        walks = walker.random_walks(graph, ids(0), hops=1, walks_per_start=5000, seed=3)
        counts = np.bincount(walks.relations + 3, minlength=6)
        # One self-loop is two edges, so there are five; 4.5 standard deviations are 127.
        assert counts[[~2 + 3, 0 + 3, 1 + 3, 2 + 3]] == pytest.approx([1e3, 1e3, 2e3, 1e3], abs=160)

    # refusals

    @pytest.mark.parametrize("entity", [-1, 4])
    def test_refuses_starts_outside_the_graph(self, walker: RandomWalker, entity: int) -> None:
        with pytest.raises(InvalidQueryError, match="starts"):
            walker.random_walks(LINE, ids(entity), hops=1, seed=0)

    def test_refuses_negative_hops_walks_and_seeds(self, walker: RandomWalker) -> None:
        with pytest.raises(InvalidQueryError, match="hops"):
            walker.random_walks(LINE, ids(0), hops=-1, seed=0)
        with pytest.raises(InvalidQueryError, match="walks_per_start"):
            walker.random_walks(LINE, ids(0), hops=1, walks_per_start=-1, seed=0)
        for seed in (-1, 2**64):
            with pytest.raises(InvalidQueryError, match="seed"):
                walker.random_walks(LINE, ids(0), hops=1, seed=seed)

    # negatives

    def test_negatives_are_as_long_and_end_elsewhere(self, walker: RandomWalker) -> None:
        positives = PathBatch.of([(0, [0, 1, 3], [0, 1]), (1, [2, 0], [~0])], [False, False])
        answers = Groups.of([[3], [0]])
        found = walker.negative_paths(DIAMOND, positives, answers, per_positive=3, seed=1)
        assert [(row[0], row[1][0], row[1][-1]) for row in rows(found)] == [(0, 0, 0)] * 3 + [
            (1, 2, 3)
        ] * 3
        assert found.truncated.tolist() == [False, False]

    def test_negatives_that_are_not_found_are_told(self, walker: RandomWalker) -> None:
        positives = PathBatch.of([(0, [0, 1], [1]), (0, [1, 0], [~1])], [False])
        answers = Groups.of([[0, 1]])
        found = walker.negative_paths(LOOP, positives, answers, attempts=5, seed=1)
        assert (len(found), found.truncated.tolist()) == (0, [True, True])
        none = walker.negative_paths(LOOP, positives, Groups.of([[]]), attempts=0, seed=1)
        assert (len(none), none.truncated.tolist()) == (0, [True, True])

    def test_refuses_negatives_without_answers_to_avoid(self, walker: RandomWalker) -> None:
        positives = PathBatch.of([(1, [0, 1], [0])], [False, False])
        with pytest.raises(InvalidQueryError, match="answers"):
            walker.negative_paths(LINE, positives, Groups.of([[0]]), seed=0)
        outside = PathBatch.of([(0, [9], [])], [False])
        with pytest.raises(InvalidQueryError, match="positives"):
            walker.negative_paths(LINE, outside, Groups.of([[0]]), seed=0)
