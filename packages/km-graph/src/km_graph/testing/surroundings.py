"""The contract of neighbourhoods, subgraphs and relation paths as tests.

A part of ``PathFinderContract``.
"""

# ruff: noqa: D102 - the name of a test says what it shows

import pytest

from km_graph.paths import Groups
from km_graph.testing.small_graphs import DIAMOND, LINE, LOOP, PARALLEL, ids
from km_graph.walkers import PathFinder
from km_graph.walkers.relation_path_counts import RelationPathCounts


class SurroundingsContract:
    """Neighbourhoods, induced subgraphs and relation paths."""

    @pytest.fixture
    def walker(self) -> PathFinder:
        """The path finder under test."""
        raise NotImplementedError

    # neighbourhoods

    def test_neighborhoods_are_nearest_first_then_by_id(self, walker: PathFinder) -> None:
        found = walker.neighborhoods(DIAMOND, Groups.of([[3], [], [2, 0, 2]]), hops=2)
        assert found.entities.tolist() == [3, 1, 2, 0, 0, 2, 1, 3]
        assert found.distances.tolist() == [0, 1, 1, 2, 0, 0, 1, 1]
        assert found.offsets.tolist() == [0, 4, 4, 8]

    def test_neighborhoods_keep_the_direction(self, walker: PathFinder) -> None:
        found = walker.neighborhoods(LINE, Groups.of([[1]]), hops=9, direction="forward")
        assert found.entities.tolist() == [1, 2]
        still = walker.neighborhoods(LINE, Groups.of([[1]]), hops=0)
        assert still.entities.tolist() == [1]

    def test_neighborhoods_obey_the_limit(self, walker: PathFinder) -> None:
        groups = Groups.of([[3], [], [0, 1, 2], [0]])
        found = walker.neighborhoods(DIAMOND, groups, hops=1, limit=3)
        assert found.entities.tolist() == [3, 1, 2, 0, 1, 2, 0, 1, 2]
        assert found.distances.tolist() == [0, 1, 1, 0, 0, 0, 0, 1, 1]
        assert found.truncated.tolist() == [False, False, True, False]
        none = walker.neighborhoods(DIAMOND, Groups.of([[0], []]), hops=1, limit=0)
        assert (none.entities.tolist(), none.truncated.tolist()) == ([], [True, False])

    # subgraphs

    def test_subgraphs_are_the_triples_between_their_entities(self, walker: PathFinder) -> None:
        found = walker.subgraphs(DIAMOND, Groups.of([[3, 1, 0, 1], [], [1, 2]]))
        assert found.triples.tolist() == [[0, 0, 1], [1, 1, 3]]
        assert found.offsets.tolist() == [0, 2, 2, 2]
        assert found.truncated.tolist() == [False, False, False]

    def test_subgraphs_keep_loops_and_parallel_edges(self, walker: PathFinder) -> None:
        assert walker.subgraphs(LOOP, Groups.of([[0]])).triples.tolist() == [[0, 0, 0]]
        found = walker.subgraphs(PARALLEL, Groups.of([[1, 0]]))
        assert found.triples.tolist() == PARALLEL.triple_ids().tolist()

    def test_subgraphs_obey_the_limit(self, walker: PathFinder) -> None:
        found = walker.subgraphs(DIAMOND, Groups.of([[0, 1, 2, 3], [0, 1]]), limit=1)
        assert found.triples.tolist() == [[0, 0, 1], [0, 0, 1]]
        assert found.truncated.tolist() == [True, False]

    # relation paths

    def test_relation_paths_count_what_follow_would_reach(self, walker: PathFinder) -> None:
        found = walker.relation_paths(DIAMOND, ids(0), Groups.of([[3, 1]]), max_hops=3)
        assert mined(found) == [(0, [0], 1, 2), (0, [0, 1], 1, 1), (0, [0, 1, ~1], 1, 2)]
        assert found.truncated.tolist() == [False]

    def test_relation_paths_take_inverse_relations_last(self, walker: PathFinder) -> None:
        found = walker.relation_paths(PARALLEL, ids(0), Groups.of([[1]]), max_hops=1)
        assert mined(found) == [(0, [0], 1, 1), (0, [1], 1, 1), (0, [~0], 1, 1)]

    def test_relation_paths_come_back_only_where_allowed(self, walker: PathFinder) -> None:
        sources, targets = ids(0), Groups.of([[0]])
        assert not mined(walker.relation_paths(LOOP, sources, targets, max_hops=2))
        found = walker.relation_paths(LOOP, sources, targets, max_hops=1, allow_return=True)
        assert mined(found) == [(0, [0], 1, 1), (0, [~0], 1, 1)]

    def test_relation_paths_that_spread_too_far_are_left_out(self, walker: PathFinder) -> None:
        def search(target: int) -> tuple[list[tuple[int, list[int], int, int]], list[bool]]:
            targets = Groups.of([[target]])
            found = walker.relation_paths(DIAMOND, ids(0), targets, max_hops=2, max_reached=1)
            return mined(found), found.truncated.tolist()

        assert search(3) == ([], [True])
        assert search(0) == ([], [False])  # nothing that reaches a target was left out

    def test_relation_paths_without_targets_are_all_there_are(self, walker: PathFinder) -> None:
        found = walker.relation_paths(DIAMOND, ids(0), max_hops=2)
        assert mined(found) == [(0, [0], 0, 2), (0, [0, 1], 0, 1)]
        back = walker.relation_paths(DIAMOND, ids(0), max_hops=2, allow_return=True)
        assert mined(back) == [(0, [0], 0, 2), (0, [0, 1], 0, 1), (0, [0, ~0], 0, 1)]
        cut = walker.relation_paths(DIAMOND, ids(0, 1), max_hops=1, max_reached=1)
        assert mined(cut) == [(1, [1], 0, 1), (1, [~0], 0, 1)]
        assert cut.truncated.tolist() == [True, False]

    def test_relation_paths_are_ranked_by_precision(self, walker: PathFinder) -> None:
        found = walker.relation_paths(DIAMOND, ids(0), Groups.of([[3, 1]]), max_hops=3)
        assert found.precision().tolist() == [0.5, 1.0, 0.5]
        assert found.ranked().tolist() == [1, 0, 2]


def mined(found: RelationPathCounts) -> list[tuple[int, list[int], int, int]]:
    """Owner, relations, hits and reached of every relation path."""
    paths = Groups(found.relations, found.offsets)
    return [
        (owner, paths.group(i).tolist(), int(found.hits[i]), int(found.reached[i]))
        for i, owner in enumerate(found.owner.tolist())
    ]
