"""The contract of a path finder as tests: subclass ``PathFinderContract`` and give a ``walker``."""

# ruff: noqa: D102 - the name of a test says what it shows

import numpy as np
import pytest

from km_graph.errors import InvalidQueryError
from km_graph.paths import Groups
from km_graph.testing.path_searches import PathSearchContract
from km_graph.testing.small_graphs import DIAMOND, EMPTY, LINE, ids
from km_graph.testing.surroundings import SurroundingsContract
from km_graph.walkers import PathFinder

ONE = Groups.of([[0]])


class PathFinderContract(PathSearchContract, SurroundingsContract):
    """What every path finder does, on graphs small enough to check by hand."""

    @pytest.fixture
    def walker(self) -> PathFinder:
        """The path finder under test."""
        raise NotImplementedError

    def test_is_a_path_finder(self, walker: PathFinder) -> None:
        assert isinstance(walker, PathFinder)

    def test_an_empty_graph_gives_empty_answers(self, walker: PathFinder) -> None:
        none, nothing = Groups.of([]), Groups.of([[]])
        assert len(walker.shortest_paths(EMPTY, none, none)) == 0
        assert len(walker.simple_paths(EMPTY, nothing, max_hops=3)) == 0
        assert len(walker.all_walks(EMPTY, nothing, max_hops=3)) == 0
        assert len(walker.follow(EMPTY, ids(), none)) == 0
        assert walker.neighborhoods(EMPTY, none, hops=2).offsets.tolist() == [0]
        assert walker.subgraphs(EMPTY, nothing).triples.shape == (0, 3)
        assert len(walker.relation_paths(EMPTY, ids(), none, max_hops=2).owner) == 0

    def test_arrays_are_of_the_types_stated(self, walker: PathFinder) -> None:
        def types(found: object, *names: str) -> list[str]:
            return [getattr(found, name).dtype.name for name in names]

        ending = ("offsets", "truncated")
        numbers = ("entities", "relations", "owner")
        for paths in (
            walker.simple_paths(DIAMOND, ONE, max_hops=2),
            walker.all_walks(DIAMOND, ONE, max_hops=2),
            walker.follow(DIAMOND, ids(0), ONE),
        ):
            assert types(paths, *numbers, *ending) == [*["int32"] * 3, "int64", "bool"]
        near = walker.neighborhoods(DIAMOND, ONE, hops=1)
        assert types(near, "entities", "distances", *ending) == ["int32", "int32", "int64", "bool"]
        inside = walker.subgraphs(DIAMOND, ONE)
        assert types(inside, "triples", *ending) == ["int32", "int64", "bool"]
        found = walker.relation_paths(DIAMOND, ids(0), Groups.of([[3]]), max_hops=2)
        counts = ("relations", "owner", "hits", "reached")
        assert types(found, *counts, *ending) == [*["int32"] * 4, "int64", "bool"]

    @pytest.mark.parametrize("entity", [-1, 4])
    def test_refuses_entities_outside_the_graph(self, walker: PathFinder, entity: int) -> None:
        bad = Groups.of([[entity]])
        with pytest.raises(InvalidQueryError, match="targets"):
            walker.shortest_paths(LINE, ONE, bad)
        with pytest.raises(InvalidQueryError, match="sources"):
            walker.simple_paths(LINE, bad, max_hops=1)
        with pytest.raises(InvalidQueryError, match="sources"):
            walker.all_walks(LINE, bad, max_hops=1)
        with pytest.raises(InvalidQueryError, match="sources"):
            walker.follow(LINE, ids(entity), ONE)
        with pytest.raises(InvalidQueryError, match="sources"):
            walker.neighborhoods(LINE, bad, hops=1)
        with pytest.raises(InvalidQueryError, match="entities"):
            walker.subgraphs(LINE, bad)
        with pytest.raises(InvalidQueryError, match="targets"):
            walker.relation_paths(LINE, ids(0), bad, max_hops=1)

    @pytest.mark.parametrize("relation", [3, ~3])
    def test_refuses_relations_outside_the_graph(self, walker: PathFinder, relation: int) -> None:
        with pytest.raises(InvalidQueryError, match="relation_paths"):
            walker.follow(LINE, ids(0), Groups.of([[0, relation]]))

    def test_refuses_negative_counts(self, walker: PathFinder) -> None:
        with pytest.raises(InvalidQueryError, match="max_hops"):
            walker.shortest_paths(LINE, ONE, ONE, max_hops=-1)
        with pytest.raises(InvalidQueryError, match="limit"):
            walker.simple_paths(LINE, ONE, max_hops=1, limit=-1)
        with pytest.raises(InvalidQueryError, match="total"):
            walker.all_walks(LINE, ONE, max_hops=1, total=-1)
        for seconds in (-0.5, float("nan")):
            with pytest.raises(InvalidQueryError, match="seconds"):
                walker.follow(LINE, ids(0), ONE, seconds=seconds)
        with pytest.raises(InvalidQueryError, match="hops"):
            walker.neighborhoods(LINE, ONE, hops=-1)
        with pytest.raises(InvalidQueryError, match="limit"):
            walker.subgraphs(LINE, ONE, limit=-1)
        with pytest.raises(InvalidQueryError, match="max_reached"):
            walker.relation_paths(LINE, ids(0), ONE, max_hops=1, max_reached=-1)

    def test_refuses_a_direction_there_is_not(self, walker: PathFinder) -> None:
        with pytest.raises(InvalidQueryError, match="direction"):
            walker.neighborhoods(LINE, ONE, hops=1, direction="up")  # type: ignore[arg-type]

    def test_refuses_groups_that_do_not_fit(self, walker: PathFinder) -> None:
        with pytest.raises(InvalidQueryError, match="one length"):
            walker.shortest_paths(LINE, ONE, Groups.of([[0], [1]]))
        with pytest.raises(InvalidQueryError, match="one length"):
            walker.follow(LINE, ids(0, 1), ONE)
        for offsets in ([], [0, 2], [1, 1], [0, 2, 1]):
            bad = Groups(ids(0), np.array(offsets, np.int64))
            with pytest.raises(InvalidQueryError, match=r"sources\.offsets"):
                walker.neighborhoods(LINE, bad, hops=1)
