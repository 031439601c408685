"""The contract of searching paths as tests, a part of ``PathFinderContract``."""

# ruff: noqa: D102 - the name of a test says what it shows

import pytest

from km_graph.paths import Groups
from km_graph.testing.small_graphs import DIAMOND, LINE, LOOP, PARALLEL, ids, rows, small_graph
from km_graph.walkers import Direction, PathFinder


class PathSearchContract:
    """Shortest and simple paths, all walks, walks along relation paths."""

    @pytest.fixture
    def walker(self) -> PathFinder:
        """The path finder under test."""
        raise NotImplementedError

    # shortest paths

    def test_shortest_paths_are_all_found_in_depth_first_order(self, walker: PathFinder) -> None:
        found = walker.shortest_paths(DIAMOND, Groups.of([[0]]), Groups.of([[3]]))
        assert rows(found) == [(0, [0, 1, 3], [0, 1]), (0, [0, 2, 3], [0, 1])]

    def test_parallel_and_inverse_edges_are_different_paths(self, walker: PathFinder) -> None:
        def relations(direction: Direction) -> list[list[int]]:
            sources, targets = Groups.of([[0]]), Groups.of([[1]])
            found = walker.shortest_paths(PARALLEL, sources, targets, direction=direction)
            return [row[2] for row in found.rows()]

        assert relations("forward") == [[0], [1]]
        assert relations("backward") == [[~0]]
        assert relations("both") == [[0], [1], [~0]]

    def test_a_source_that_is_a_target_gives_the_path_of_no_hops(self, walker: PathFinder) -> None:
        found = walker.shortest_paths(LOOP, Groups.of([[0]]), Groups.of([[0, 1]]), max_hops=0)
        assert rows(found) == [(0, [0], [])]

    def test_shortest_paths_keep_groups_and_the_order_given(self, walker: PathFinder) -> None:
        sources, targets = Groups.of([[2, 0], [], [3]]), Groups.of([[1, 0], [0], [0]])
        found = walker.shortest_paths(LINE, sources, targets)
        assert rows(found) == [
            (0, [2, 1], [~1]),
            (0, [2, 1, 0], [~1, ~0]),
            (0, [0, 1], [0]),
            (0, [0], []),
        ]
        assert found.truncated.tolist() == [False, False, False]

    def test_shortest_paths_stop_at_max_hops(self, walker: PathFinder) -> None:
        sources, targets = Groups.of([[0], [0]]), Groups.of([[2], [1]])
        found = walker.shortest_paths(LINE, sources, targets, max_hops=1)
        assert rows(found) == [(1, [0, 1], [0])]

    def test_a_limit_keeps_the_first_paths_and_says_so(self, walker: PathFinder) -> None:
        sources, targets = Groups.of([[0], [0]]), Groups.of([[3], [1]])
        found = walker.shortest_paths(DIAMOND, sources, targets, limit=1)
        assert rows(found) == [(0, [0, 1, 3], [0, 1]), (1, [0, 1], [0])]
        assert found.truncated.tolist() == [True, False]

    # simple paths

    def test_simple_paths_come_before_their_extensions(self, walker: PathFinder) -> None:
        found = walker.simple_paths(DIAMOND, Groups.of([[0]]), max_hops=2, direction="forward")
        assert [row[1] for row in found.rows()] == [[0, 1], [0, 1, 3], [0, 2], [0, 2, 3]]

    def test_simple_paths_visit_no_entity_twice(self, walker: PathFinder) -> None:
        found = walker.simple_paths(LOOP, Groups.of([[0], [1]]), max_hops=4)
        assert rows(found) == [(0, [0, 1], [1]), (1, [1, 0], [~1])]

    def test_simple_paths_may_pass_through_targets(self, walker: PathFinder) -> None:
        sources, targets = Groups.of([[0]]), Groups.of([[1, 2, 1]])
        found = walker.simple_paths(LINE, sources, targets, max_hops=2)
        assert rows(found) == [(0, [0, 1], [0]), (0, [0, 1, 2], [0, 1])]

    def test_simple_paths_to_targets_go_every_way_round(self, walker: PathFinder) -> None:
        sources, targets = Groups.of([[1]]), Groups.of([[3]])
        found = walker.simple_paths(DIAMOND, sources, targets, max_hops=3)
        assert rows(found) == [(0, [1, 3], [1]), (0, [1, 0, 2, 3], [~0, 0, 1])]
        assert len(walker.simple_paths(DIAMOND, sources, targets, max_hops=0)) == 0

    def test_simple_paths_end_where_no_target_is_left(self, walker: PathFinder) -> None:
        # Behind the target lie more ways than anybody could count, and all lead back to it.
        edges = [(a, 0, b) for a in range(1, 25) for b in range(1, 25) if a != b]
        graph = small_graph([(0, 0, 1), *edges], n_entities=25)
        sources, targets = Groups.of([[0, 1]]), Groups.of([[1]])
        found = walker.simple_paths(graph, sources, targets, max_hops=24, direction="forward")
        assert rows(found) == [(0, [0, 1], [0])]

    def test_simple_paths_obey_the_limit(self, walker: PathFinder) -> None:
        found = walker.simple_paths(DIAMOND, Groups.of([[0], [3]]), max_hops=2, limit=0)
        assert (len(found), found.truncated.tolist()) == (0, [True, True])
        exact = walker.simple_paths(LINE, Groups.of([[0]]), max_hops=2, limit=2)
        assert (len(exact), exact.truncated.tolist()) == (2, [False])

    # all walks

    def test_all_walks_come_before_their_extensions(self, walker: PathFinder) -> None:
        found = walker.all_walks(LINE, Groups.of([[0, 3], [2]]), max_hops=2)
        assert rows(found) == [
            (0, [0, 1], [0]),
            (0, [0, 1, 2], [0, 1]),
            (0, [0, 1, 0], [0, ~0]),
            (1, [2, 1], [~1]),
            (1, [2, 1, 2], [~1, 1]),
            (1, [2, 1, 0], [~1, ~0]),
        ]

    def test_all_walks_go_round_and_round(self, walker: PathFinder) -> None:
        found = walker.all_walks(LOOP, Groups.of([[0]]), max_hops=2, direction="forward")
        assert [row[2] for row in rows(found)] == [[0], [0, 0], [0, 1], [1]]
        assert len(walker.all_walks(LOOP, Groups.of([[0]]), max_hops=0)) == 0

    # following relation paths

    def test_follow_goes_along_signed_relations(self, walker: PathFinder) -> None:
        found = walker.follow(DIAMOND, ids(0, 3, 1), Groups.of([[0, 1], [~1, ~0], [0]]))
        assert rows(found) == [
            (0, [0, 1, 3], [0, 1]),
            (0, [0, 2, 3], [0, 1]),
            (1, [3, 1, 0], [~1, ~0]),
            (1, [3, 2, 0], [~1, ~0]),
        ]

    def test_follow_of_nothing_stays(self, walker: PathFinder) -> None:
        assert rows(walker.follow(LINE, ids(3), Groups.of([[]]))) == [(0, [3], [])]

    def test_follow_may_be_kept_from_coming_back(self, walker: PathFinder) -> None:
        there_and_back = Groups.of([[0, ~0], [0, ~0, 0]])
        found = walker.follow(DIAMOND, ids(0, 0), there_and_back, allow_return=False)
        assert len(found) == 0
        assert len(walker.follow(DIAMOND, ids(0, 0), there_and_back)) == 2 + 4
        loop = walker.follow(LOOP, ids(0), Groups.of([[0, 0, 1]]))
        assert rows(loop) == [(0, [0, 0, 0, 1], [0, 0, 1])]

    def test_follow_obeys_the_limit(self, walker: PathFinder) -> None:
        found = walker.follow(DIAMOND, ids(0, 1), Groups.of([[0], [1]]), limit=1)
        assert rows(found) == [(0, [0, 1], [0]), (1, [1, 3], [1])]
        assert found.truncated.tolist() == [True, False]

    # caps

    def test_a_total_keeps_the_first_paths_of_the_batch(self, walker: PathFinder) -> None:
        sources = Groups.of([[0], [3], [1], [0]])
        found = walker.all_walks(DIAMOND, sources, max_hops=1, direction="forward", total=2)
        assert rows(found) == [(0, [0, 1], [0]), (0, [0, 2], [0])]
        assert found.truncated.tolist() == [False, False, True, True]

    def test_a_total_and_a_limit_go_together(self, walker: PathFinder) -> None:
        sources = Groups.of([[0], [3], [1]])
        found = walker.simple_paths(DIAMOND, sources, max_hops=1, limit=1, total=2)
        assert rows(found) == [(0, [0, 1], [0]), (1, [3, 1], [~1])]
        assert found.truncated.tolist() == [True, True, True]

    def test_without_time_nothing_is_found_and_all_is_truncated(self, walker: PathFinder) -> None:
        group = Groups.of([[0], [1]])
        found = [
            walker.shortest_paths(LINE, group, group, seconds=0),
            walker.simple_paths(LINE, group, max_hops=1, seconds=0),
            walker.all_walks(LINE, group, max_hops=1, seconds=0),
            walker.follow(LINE, ids(0, 1), Groups.of([[], [0]]), seconds=0),
        ]
        assert [rows(paths) for paths in found] == [[]] * 4
        assert all(paths.truncated.tolist() == [True, True] for paths in found)

    def test_a_search_ends_when_its_time_is_over(self, walker: PathFinder) -> None:
        # There are more walks of so many hops than anybody could count.
        endless = walker.all_walks(LOOP, Groups.of([[0]]), max_hops=60, seconds=0.02)
        assert endless.truncated.tolist() == [True]

    def test_enough_time_changes_nothing(self, walker: PathFinder) -> None:
        found = walker.all_walks(LINE, Groups.of([[0]]), max_hops=1, seconds=3600)
        assert (rows(found), found.truncated.tolist()) == ([(0, [0, 1], [0])], [False])
