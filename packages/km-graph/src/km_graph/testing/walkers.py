"""The contract of a walker as tests: subclass ``WalkerContract`` and give a ``walker`` fixture.

Example::

    class TestMine(WalkerContract):
        @pytest.fixture
        def walker(self) -> Walker:
            return MyWalker()
"""

# ruff: noqa: D102 - the name of a test says what it shows

from collections.abc import Sequence

import numpy as np
import pytest

from km_graph.errors import InvalidQueryError
from km_graph.graph import KnowledgeGraph
from km_graph.paths import Groups, PathBatch
from km_graph.relation_path_counts import RelationPathCounts
from km_graph.vocabulary import Vocabulary
from km_graph.walkers import Direction, PathFinder, RandomWalker, Walker

Row = tuple[int, list[int], list[int]]
"""Owner, entity ids and signed relation ids of one path."""


def small_graph(
    triples: Sequence[tuple[int, int, int]], *, n_entities: int = 4, n_relations: int = 3
) -> KnowledgeGraph:
    """The graph of these (head, relation, tail) ids; up to ten of each have labels."""
    return KnowledgeGraph.from_ids(
        np.array(triples, np.int32).reshape(-1, 3),
        Vocabulary.of([f"e{i}" for i in range(n_entities)], kind="entity"),
        Vocabulary.of([f"r{i}" for i in range(n_relations)], kind="relation"),
    )


LINE = small_graph([(0, 0, 1), (1, 1, 2)])
"""0 → 1 → 2, and 3 apart."""
DIAMOND = small_graph([(0, 0, 1), (0, 0, 2), (1, 1, 3), (2, 1, 3)])
"""0 → 1 → 3 and 0 → 2 → 3."""
PARALLEL = small_graph([(0, 0, 1), (0, 1, 1), (1, 0, 0)], n_entities=2)
"""Two edges 0 → 1 and one back."""
LOOP = small_graph([(0, 0, 0), (0, 1, 1)], n_entities=2)
"""A self-loop on 0, and 0 → 1."""
EMPTY = small_graph([], n_entities=0, n_relations=0)


def _ids(*ids: int) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    return np.array(ids, np.int32)


def _rows(batch: PathBatch) -> list[Row]:
    return list(batch.rows())


class WalkerContract:
    """What every walker does, on graphs small enough to check by hand."""

    @pytest.fixture
    def walker(self) -> Walker:
        """The walker under test."""
        raise NotImplementedError

    def test_has_both_contracts(self, walker: Walker) -> None:
        assert isinstance(walker, RandomWalker)
        assert isinstance(walker, PathFinder)

    # random walks

    def test_walks_take_the_edges_that_the_specification_draws(self, walker: Walker) -> None:
        walks = walker.random_walks(DIAMOND, _ids(0, 3), hops=3, walks_per_start=2, seed=7)
        assert _rows(walks) == [
            (0, [0, 2, 3, 1], [0, 1, ~1]),
            (0, [0, 2, 0, 1], [0, ~0, 0]),
            (1, [3, 1, 0, 2], [~1, ~0, 0]),
            (1, [3, 2, 0, 2], [~1, ~0, 0]),
        ]

    def test_walks_of_one_seed_are_the_same_and_of_another_differ(self, walker: Walker) -> None:
        def walks(seed: int) -> list[Row]:
            starts = _ids(0, 1, 2, 3)
            return _rows(walker.random_walks(DIAMOND, starts, hops=8, walks_per_start=5, seed=seed))

        assert walks(1) == walks(1)
        assert walks(1) != walks(2)
        assert walks(2**64 - 1) == walks(2**64 - 1)

    def test_walks_end_early_at_dead_ends(self, walker: Walker) -> None:
        walks = walker.random_walks(LINE, _ids(0, 2, 3), hops=5, direction="forward", seed=0)
        assert _rows(walks) == [(0, [0, 1, 2], [0, 1]), (1, [2], []), (2, [3], [])]
        assert walks.truncated.tolist() == [False, False, False]

    def test_walks_go_backward(self, walker: Walker) -> None:
        walks = walker.random_walks(LINE, _ids(2), hops=5, direction="backward", seed=0)
        assert _rows(walks) == [(0, [2, 1, 0], [~1, ~0])]

    def test_walks_of_no_hops_stay(self, walker: Walker) -> None:
        walks = walker.random_walks(LINE, _ids(1), hops=0, walks_per_start=2, seed=0)
        assert _rows(walks) == [(0, [1], []), (0, [1], [])]

    def test_no_walks_from_no_starts_or_none_per_start(self, walker: Walker) -> None:
        assert len(walker.random_walks(EMPTY, _ids(), hops=3, seed=0)) == 0
        none = walker.random_walks(LINE, _ids(0, 1), hops=3, walks_per_start=0, seed=0)
        assert (len(none), len(none.truncated)) == (0, 2)

    def test_walks_take_every_edge_about_equally_often(self, walker: Walker) -> None:
        graph = small_graph([(0, 0, 1), (0, 1, 1), (0, 1, 2), (0, 2, 0)], n_entities=3)
        walks = walker.random_walks(graph, _ids(0), hops=1, walks_per_start=5000, seed=3)
        counts = np.bincount(walks.relations + 3, minlength=6)
        # One self-loop is two edges, so there are five; 4.5 standard deviations are 127.
        assert counts[[~2 + 3, 0 + 3, 1 + 3, 2 + 3]] == pytest.approx([1e3, 1e3, 2e3, 1e3], abs=160)

    # shortest paths

    def test_shortest_paths_are_all_found_in_depth_first_order(self, walker: Walker) -> None:
        found = walker.shortest_paths(DIAMOND, Groups.of([[0]]), Groups.of([[3]]))
        assert _rows(found) == [(0, [0, 1, 3], [0, 1]), (0, [0, 2, 3], [0, 1])]

    def test_parallel_and_inverse_edges_are_different_paths(self, walker: Walker) -> None:
        def relations(direction: Direction) -> list[list[int]]:
            sources, targets = Groups.of([[0]]), Groups.of([[1]])
            found = walker.shortest_paths(PARALLEL, sources, targets, direction=direction)
            return [row[2] for row in found.rows()]

        assert relations("forward") == [[0], [1]]
        assert relations("backward") == [[~0]]
        assert relations("both") == [[0], [1], [~0]]

    def test_a_source_that_is_a_target_gives_the_path_of_no_hops(self, walker: Walker) -> None:
        found = walker.shortest_paths(LOOP, Groups.of([[0]]), Groups.of([[0, 1]]), max_hops=0)
        assert _rows(found) == [(0, [0], [])]

    def test_shortest_paths_keep_groups_and_the_order_given(self, walker: Walker) -> None:
        sources, targets = Groups.of([[2, 0], [], [3]]), Groups.of([[1, 0], [0], [0]])
        found = walker.shortest_paths(LINE, sources, targets)
        assert _rows(found) == [
            (0, [2, 1], [~1]),
            (0, [2, 1, 0], [~1, ~0]),
            (0, [0, 1], [0]),
            (0, [0], []),
        ]
        assert found.truncated.tolist() == [False, False, False]

    def test_shortest_paths_stop_at_max_hops(self, walker: Walker) -> None:
        sources, targets = Groups.of([[0], [0]]), Groups.of([[2], [1]])
        found = walker.shortest_paths(LINE, sources, targets, max_hops=1)
        assert _rows(found) == [(1, [0, 1], [0])]

    def test_a_limit_keeps_the_first_paths_and_says_so(self, walker: Walker) -> None:
        sources, targets = Groups.of([[0], [0]]), Groups.of([[3], [1]])
        found = walker.shortest_paths(DIAMOND, sources, targets, limit=1)
        assert _rows(found) == [(0, [0, 1, 3], [0, 1]), (1, [0, 1], [0])]
        assert found.truncated.tolist() == [True, False]

    # simple paths

    def test_simple_paths_come_before_their_extensions(self, walker: Walker) -> None:
        found = walker.simple_paths(DIAMOND, Groups.of([[0]]), max_hops=2, direction="forward")
        assert [row[1] for row in found.rows()] == [[0, 1], [0, 1, 3], [0, 2], [0, 2, 3]]

    def test_simple_paths_visit_no_entity_twice(self, walker: Walker) -> None:
        found = walker.simple_paths(LOOP, Groups.of([[0], [1]]), max_hops=4)
        assert _rows(found) == [(0, [0, 1], [1]), (1, [1, 0], [~1])]

    def test_simple_paths_may_pass_through_targets(self, walker: Walker) -> None:
        sources, targets = Groups.of([[0]]), Groups.of([[1, 2, 1]])
        found = walker.simple_paths(LINE, sources, targets, max_hops=2)
        assert _rows(found) == [(0, [0, 1], [0]), (0, [0, 1, 2], [0, 1])]

    def test_simple_paths_to_targets_go_every_way_round(self, walker: Walker) -> None:
        sources, targets = Groups.of([[1]]), Groups.of([[3]])
        found = walker.simple_paths(DIAMOND, sources, targets, max_hops=3)
        assert _rows(found) == [(0, [1, 3], [1]), (0, [1, 0, 2, 3], [~0, 0, 1])]
        assert len(walker.simple_paths(DIAMOND, sources, targets, max_hops=0)) == 0

    def test_simple_paths_obey_the_limit(self, walker: Walker) -> None:
        found = walker.simple_paths(DIAMOND, Groups.of([[0], [3]]), max_hops=2, limit=0)
        assert (len(found), found.truncated.tolist()) == (0, [True, True])
        exact = walker.simple_paths(LINE, Groups.of([[0]]), max_hops=2, limit=2)
        assert (len(exact), exact.truncated.tolist()) == (2, [False])

    # following relation paths

    def test_follow_goes_along_signed_relations(self, walker: Walker) -> None:
        found = walker.follow(DIAMOND, _ids(0, 3, 1), Groups.of([[0, 1], [~1, ~0], [0]]))
        assert _rows(found) == [
            (0, [0, 1, 3], [0, 1]),
            (0, [0, 2, 3], [0, 1]),
            (1, [3, 1, 0], [~1, ~0]),
            (1, [3, 2, 0], [~1, ~0]),
        ]

    def test_follow_of_nothing_stays(self, walker: Walker) -> None:
        assert _rows(walker.follow(LINE, _ids(3), Groups.of([[]]))) == [(0, [3], [])]

    def test_follow_may_be_kept_from_coming_back(self, walker: Walker) -> None:
        there_and_back = Groups.of([[0, ~0], [0, ~0, 0]])
        found = walker.follow(DIAMOND, _ids(0, 0), there_and_back, allow_return=False)
        assert len(found) == 0
        assert len(walker.follow(DIAMOND, _ids(0, 0), there_and_back)) == 2 + 4
        loop = walker.follow(LOOP, _ids(0), Groups.of([[0, 0, 1]]))
        assert _rows(loop) == [(0, [0, 0, 0, 1], [0, 0, 1])]

    def test_follow_obeys_the_limit(self, walker: Walker) -> None:
        found = walker.follow(DIAMOND, _ids(0, 1), Groups.of([[0], [1]]), limit=1)
        assert _rows(found) == [(0, [0, 1], [0]), (1, [1, 3], [1])]
        assert found.truncated.tolist() == [True, False]

    # neighbourhoods

    def test_neighborhoods_are_nearest_first_then_by_id(self, walker: Walker) -> None:
        found = walker.neighborhoods(DIAMOND, Groups.of([[3], [], [2, 0, 2]]), hops=2)
        assert found.entities.tolist() == [3, 1, 2, 0, 0, 2, 1, 3]
        assert found.distances.tolist() == [0, 1, 1, 2, 0, 0, 1, 1]
        assert found.offsets.tolist() == [0, 4, 4, 8]

    def test_neighborhoods_keep_the_direction(self, walker: Walker) -> None:
        found = walker.neighborhoods(LINE, Groups.of([[1]]), hops=9, direction="forward")
        assert found.entities.tolist() == [1, 2]
        still = walker.neighborhoods(LINE, Groups.of([[1]]), hops=0)
        assert still.entities.tolist() == [1]

    # relation paths

    def test_relation_paths_count_what_follow_would_reach(self, walker: Walker) -> None:
        found = walker.relation_paths(DIAMOND, _ids(0), Groups.of([[3, 1]]), max_hops=3)
        assert _mined(found) == [(0, [0], 1, 2), (0, [0, 1], 1, 1), (0, [0, 1, ~1], 1, 2)]
        assert found.truncated.tolist() == [False]

    def test_relation_paths_take_inverse_relations_last(self, walker: Walker) -> None:
        found = walker.relation_paths(PARALLEL, _ids(0), Groups.of([[1]]), max_hops=1)
        assert _mined(found) == [(0, [0], 1, 1), (0, [1], 1, 1), (0, [~0], 1, 1)]

    def test_relation_paths_come_back_only_where_allowed(self, walker: Walker) -> None:
        sources, targets = _ids(0), Groups.of([[0]])
        assert not _mined(walker.relation_paths(LOOP, sources, targets, max_hops=2))
        found = walker.relation_paths(LOOP, sources, targets, max_hops=1, allow_return=True)
        assert _mined(found) == [(0, [0], 1, 1), (0, [~0], 1, 1)]

    def test_relation_paths_that_spread_too_far_are_left_out(self, walker: Walker) -> None:
        def search(target: int) -> tuple[list[tuple[int, list[int], int, int]], list[bool]]:
            targets = Groups.of([[target]])
            found = walker.relation_paths(DIAMOND, _ids(0), targets, max_hops=2, max_reached=1)
            return _mined(found), found.truncated.tolist()

        assert search(3) == ([], [True])
        assert search(0) == ([], [False])  # nothing that reaches a target was left out

    # arguments

    def test_an_empty_graph_gives_empty_answers(self, walker: Walker) -> None:
        none = Groups.of([])
        assert len(walker.shortest_paths(EMPTY, none, none)) == 0
        assert len(walker.simple_paths(EMPTY, Groups.of([[]]), max_hops=3)) == 0
        assert len(walker.follow(EMPTY, _ids(), none)) == 0
        assert walker.neighborhoods(EMPTY, none, hops=2).offsets.tolist() == [0]
        assert len(walker.relation_paths(EMPTY, _ids(), none, max_hops=2).owner) == 0

    def test_arrays_are_of_the_types_stated(self, walker: Walker) -> None:
        def types(found: object, *names: str) -> list[str]:
            return [getattr(found, name).dtype.name for name in names]

        paths = walker.simple_paths(DIAMOND, Groups.of([[0]]), max_hops=2)
        ids = ("entities", "relations", "owner")
        assert types(paths, *ids, "offsets", "truncated") == [*["int32"] * 3, "int64", "bool"]
        near = walker.neighborhoods(DIAMOND, Groups.of([[0]]), hops=1)
        assert types(near, "entities", "distances", "offsets") == ["int32", "int32", "int64"]
        mined = walker.relation_paths(DIAMOND, _ids(0), Groups.of([[3]]), max_hops=2)
        counts = ("relations", "owner", "hits", "reached")
        assert types(mined, *counts, "offsets", "truncated") == [*["int32"] * 4, "int64", "bool"]

    @pytest.mark.parametrize("entity", [-1, 4])
    def test_refuses_entities_outside_the_graph(self, walker: Walker, entity: int) -> None:
        one, bad = Groups.of([[0]]), Groups.of([[entity]])
        with pytest.raises(InvalidQueryError, match="starts"):
            walker.random_walks(LINE, _ids(entity), hops=1, seed=0)
        with pytest.raises(InvalidQueryError, match="targets"):
            walker.shortest_paths(LINE, one, bad)
        with pytest.raises(InvalidQueryError, match="sources"):
            walker.simple_paths(LINE, bad, max_hops=1)
        with pytest.raises(InvalidQueryError, match="sources"):
            walker.follow(LINE, _ids(entity), one)
        with pytest.raises(InvalidQueryError, match="sources"):
            walker.neighborhoods(LINE, bad, hops=1)
        with pytest.raises(InvalidQueryError, match="targets"):
            walker.relation_paths(LINE, _ids(0), bad, max_hops=1)

    @pytest.mark.parametrize("relation", [3, ~3])
    def test_refuses_relations_outside_the_graph(self, walker: Walker, relation: int) -> None:
        with pytest.raises(InvalidQueryError, match="relation_paths"):
            walker.follow(LINE, _ids(0), Groups.of([[0, relation]]))

    def test_refuses_negative_counts_and_seeds(self, walker: Walker) -> None:
        one = Groups.of([[0]])
        with pytest.raises(InvalidQueryError, match="hops"):
            walker.random_walks(LINE, _ids(0), hops=-1, seed=0)
        with pytest.raises(InvalidQueryError, match="walks_per_start"):
            walker.random_walks(LINE, _ids(0), hops=1, walks_per_start=-1, seed=0)
        for seed in (-1, 2**64):
            with pytest.raises(InvalidQueryError, match="seed"):
                walker.random_walks(LINE, _ids(0), hops=1, seed=seed)
        with pytest.raises(InvalidQueryError, match="max_hops"):
            walker.shortest_paths(LINE, one, one, max_hops=-1)
        with pytest.raises(InvalidQueryError, match="limit"):
            walker.simple_paths(LINE, one, max_hops=1, limit=-1)
        with pytest.raises(InvalidQueryError, match="max_reached"):
            walker.relation_paths(LINE, _ids(0), one, max_hops=1, max_reached=-1)

    def test_refuses_a_direction_there_is_not(self, walker: Walker) -> None:
        with pytest.raises(InvalidQueryError, match="direction"):
            walker.neighborhoods(LINE, Groups.of([[0]]), hops=1, direction="up")  # type: ignore[arg-type]

    def test_refuses_groups_that_do_not_fit(self, walker: Walker) -> None:
        with pytest.raises(InvalidQueryError, match="one length"):
            walker.shortest_paths(LINE, Groups.of([[0]]), Groups.of([[0], [1]]))
        with pytest.raises(InvalidQueryError, match="one length"):
            walker.follow(LINE, _ids(0, 1), Groups.of([[0]]))
        for offsets in ([], [0, 2], [1, 1], [0, 2, 1]):
            bad = Groups(_ids(0), np.array(offsets, np.int64))
            with pytest.raises(InvalidQueryError, match=r"sources\.offsets"):
                walker.neighborhoods(LINE, bad, hops=1)


def _mined(found: RelationPathCounts) -> list[tuple[int, list[int], int, int]]:
    paths = Groups(found.relations, found.offsets)
    return [
        (owner, paths.group(i).tolist(), int(found.hits[i]), int(found.reached[i]))
        for i, owner in enumerate(found.owner.tolist())
    ]
