"""The contract of an entity ranker as tests: subclass it and give a ``walker``."""

# ruff: noqa: D102 - the name of a test says what it shows

import numpy as np
import pytest

from km_graph.errors import InvalidQueryError
from km_graph.paths import Groups
from km_graph.testing.small_graphs import DIAMOND, EMPTY, LINE, LOOP
from km_graph.walkers import EntityRanker
from km_graph.walkers.neighborhoods import Rankings


class EntityRankerContract:
    """What every entity ranker does, on graphs small enough to check by hand."""

    @pytest.fixture
    def walker(self) -> EntityRanker:
        """The entity ranker under test."""
        raise NotImplementedError

    def test_is_an_entity_ranker(self, walker: EntityRanker) -> None:
        assert isinstance(walker, EntityRanker)

    def test_the_nearest_come_first_and_equals_by_id(self, walker: EntityRanker) -> None:
        found = walker.rank(DIAMOND, Groups.of([[0], [3, 3]]), direction="forward")
        assert found.entities.tolist() == [0, 3, 1, 2, 3]
        assert found.offsets.tolist() == [0, 4, 5]
        assert found.scores[2] == found.scores[3]

    def test_scores_are_those_of_a_walk_with_restarts(self, walker: EntityRanker) -> None:
        found = walker.rank(LINE, Groups.of([[0]]), restart=0.5, tolerance=1e-12)
        # With s the scores: s = restart * start + (1 - restart) * s * P on the line 0 - 1 - 2.
        exact = dict(zip([0, 1, 2], np.array([7, 4, 1]) / 12, strict=True))
        assert _scores(found) == pytest.approx(exact, abs=1e-9)

    def test_at_a_dead_end_a_walk_restarts(self, walker: EntityRanker) -> None:
        found = walker.rank(
            LINE, Groups.of([[1]]), restart=0.5, tolerance=1e-12, direction="forward"
        )
        assert _scores(found) == pytest.approx({1: 2 / 3, 2: 1 / 3}, abs=1e-9)

    def test_a_loop_is_an_edge_in_each_direction(self, walker: EntityRanker) -> None:
        found = walker.rank(LOOP, Groups.of([[0]]), restart=0.5, tolerance=1e-12)
        assert _scores(found) == pytest.approx({0: 6 / 7, 1: 1 / 7}, abs=1e-9)

    def test_always_restarting_stays(self, walker: EntityRanker) -> None:
        found = walker.rank(DIAMOND, Groups.of([[2, 1]]), restart=1.0)
        assert found.entities.tolist() == [1, 2]
        assert found.scores.tolist() == [0.5, 0.5]

    def test_a_limit_keeps_the_best(self, walker: EntityRanker) -> None:
        whole = walker.rank(DIAMOND, Groups.of([[0], [1]]))
        cut = walker.rank(DIAMOND, Groups.of([[0], [1]]), limit=2)
        assert cut.offsets.tolist() == [0, 2, 4]
        assert cut.entities[:2].tolist() == whole.entities[:2].tolist()

    def test_ranks_no_groups(self, walker: EntityRanker) -> None:
        found = walker.rank(EMPTY, Groups.of([]))
        assert (found.entities.dtype.name, found.scores.dtype.name) == ("int32", "float64")
        assert found.offsets.tolist() == [0]

    def test_refuses_what_cannot_be_ranked(self, walker: EntityRanker) -> None:
        one = Groups.of([[0]])
        for restart in (0.0, 1.5, float("nan")):
            with pytest.raises(InvalidQueryError, match="restart"):
                walker.rank(LINE, one, restart=restart)
        for tolerance in (0.0, -1.0, float("nan")):
            with pytest.raises(InvalidQueryError, match="tolerance"):
                walker.rank(LINE, one, tolerance=tolerance)
        with pytest.raises(InvalidQueryError, match="group 1"):
            walker.rank(LINE, Groups.of([[0], []]))
        with pytest.raises(InvalidQueryError, match="sources"):
            walker.rank(LINE, Groups.of([[4]]))
        with pytest.raises(InvalidQueryError, match="limit"):
            walker.rank(LINE, one, limit=-1)


def _scores(found: Rankings) -> dict[int, float]:
    return dict(zip(found.entities.tolist(), found.scores.tolist(), strict=True))
