import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from km_graph.graph import KnowledgeGraph
from km_graph.paths import Groups, Path, PathBatch
from km_graph.relation_path import RelationPath

ROWS = [(0, [1], []), (0, [0, 1], [0]), (2, [1, 0, 1], [~0, 0])]


@pytest.fixture
def batch():
    return PathBatch.of(ROWS, [False, False, True])


@pytest.fixture
def graph():
    return KnowledgeGraph.from_triples([("Ann", "likes", "Bob")])


@given(st.lists(st.lists(st.integers(0, 9))))
def test_groups_hold_the_lists(lists):
    groups = Groups.of(lists)
    assert [groups.group(i).tolist() for i in range(groups.n_groups)] == lists


def test_groups_have_the_stated_types():
    groups = Groups.of([])
    assert (groups.values.dtype, groups.offsets.dtype) == (np.int32, np.int64)


def test_a_batch_holds_its_rows(batch):
    assert list(batch.rows()) == ROWS


def test_a_batch_without_paths_has_no_rows():
    assert list(PathBatch.of([], [False]).rows()) == []


def test_ends_are_the_last_entities(batch):
    assert batch.ends().tolist() == [1, 1, 1]


def test_finds_the_paths_of_an_owner(batch):
    assert [list(batch.of_owner(owner)) for owner in range(3)] == [[0, 1], [], [2]]


def test_repr_says_that_paths_were_left_out(batch):
    assert repr(batch) == "PathBatch(3 paths, 3 owners, truncated)"


def test_html_shows_the_first_paths(batch):
    shown = batch._repr_html_()
    assert "PathBatch(3 paths" in shown
    assert "1 → 0 → 1" in shown


def test_paths_have_labels(batch, graph):
    expected = Path(("Bob", "Ann", "Bob"), RelationPath.parse("^likes/likes"))
    assert batch.labeled(graph, [2]) == [expected]
    assert len(batch.labeled(graph)) == 3


def test_a_path_walked_backwards_states_its_triples_forwards(batch, graph):
    path = batch.labeled(graph)[2]
    assert path.triples() == (("Ann", "likes", "Bob"), ("Ann", "likes", "Bob"))
