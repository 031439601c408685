import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from km_graph.errors import InvalidQueryError
from km_graph.relation_path import Hop, RelationPath
from km_graph.testing.strategies import labels

hops = st.tuples(labels(empty=True), st.booleans())


@given(st.lists(hops, max_size=4))
def test_text_parses_back(some):
    path = RelationPath(some)
    assert RelationPath.parse(str(path)) == path


@given(st.lists(hops, max_size=3), st.lists(hops, max_size=3))
def test_different_paths_have_different_texts(some, others):
    assert (some == others) == (str(RelationPath(some)) == str(RelationPath(others)))


@pytest.mark.parametrize(
    ("hop", "text"),
    [
        (Hop("directed_by"), "directed_by"),
        (Hop("directed_by", inverse=True), "^directed_by"),
        (Hop("born in"), "<born in>"),
        (Hop("a/b", inverse=True), "^<a/b>"),
        (Hop("a>b"), "<a\\>b>"),
        (Hop(""), "<>"),
    ],
)
def test_writes_a_hop(hop, text):
    assert str(hop) == text


def test_a_path_without_hops_is_the_empty_text():
    assert RelationPath.parse("") == RelationPath()


@pytest.mark.parametrize("text", ["/a", "a/", "a//b", "^", "<a", "a b", "a/^", "a>"])
def test_refuses_what_is_no_path(text):
    with pytest.raises(InvalidQueryError, match="is not a relation path"):
        RelationPath.parse(text)


def test_names_the_character_where_it_goes_wrong():
    with pytest.raises(InvalidQueryError, match="character 4"):
        RelationPath.parse("abc/ d")


def test_reversing_turns_order_and_direction():
    assert str(RelationPath.parse("a/^b/c").reversed()) == "^c/b/^a"


@given(st.lists(hops, max_size=4))
def test_reversing_twice_changes_nothing(some):
    path = RelationPath(some)
    assert path.reversed().reversed() == path


def test_equal_paths_hash_alike():
    assert len({RelationPath.parse("a/^b"), RelationPath([("a", False), ("b", True)])}) == 1


def test_pickles_and_copies():
    path = RelationPath.parse("a/^b")
    assert pickle.loads(pickle.dumps(path)) == path
    assert isinstance(copy.deepcopy(path), RelationPath)


def test_repr_shows_the_text():
    assert repr(RelationPath.parse("a/^b")) == "RelationPath('a/^b')"
