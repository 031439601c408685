import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from km_graph.errors import InvalidQueryError, UnknownLabelError
from km_graph.graph.vocabulary import Vocabulary
from km_graph.testing.strategies import labels


@given(st.lists(labels(empty=True)))
def test_holds_each_label_once_in_order(some):
    assert list(Vocabulary.of(some)) == sorted(set(some))


@given(st.lists(labels(empty=True)))
def test_an_id_is_the_position(some):
    vocabulary = Vocabulary.of(some)
    assert [vocabulary.id(label) for label in vocabulary] == list(range(len(vocabulary)))


@given(st.lists(labels(), min_size=1))
def test_many_ids_are_those_one_by_one(some):
    one_by_one = [Vocabulary.of(some).id(label) for label in some]
    assert Vocabulary.of(some).ids(some).tolist() == one_by_one


@given(st.lists(labels()), labels())
def test_contains_what_it_was_made_of(some, other):
    assert (other in Vocabulary.of(some)) == (other in some)


def test_looks_up_by_dictionary_once_there_is_one():
    vocabulary = Vocabulary.of(["a", "b"])
    vocabulary.ids(["a"])
    assert (vocabulary.get("b"), vocabulary.get("c")) == (1, None)


@pytest.fixture
def many():
    return Vocabulary.of(f"entity {i:05}" for i in range(3000))


def test_a_few_look_ups_build_no_dictionary(many):
    assert many.ids(["entity 00007", "entity 02999"]).tolist() == [7, 2999]
    assert many._ids is None


def test_many_look_ups_build_one_at_once_or_one_by_one(many):
    labels = list(many)
    assert many.ids(labels).tolist() == list(range(3000))
    assert many._ids is not None
    again = Vocabulary.of(labels)
    for label in labels[:200]:
        again.ids([label])
    assert again._ids is not None


def test_a_few_unknown_labels_raise_too(many):
    with pytest.raises(UnknownLabelError, match="'entity 03000' is not in the graph; did you mean"):
        many.ids(["entity 03000"])


@given(st.lists(labels(empty=True), min_size=1), st.data())
def test_labels_of_many_ids_are_those_one_by_one(some, data):
    vocabulary = Vocabulary.of(some)
    ids = data.draw(st.lists(st.integers(0, len(vocabulary) - 1)))
    assert vocabulary.labels(np.array(ids)) == [vocabulary[i] for i in ids]


@pytest.mark.parametrize("ids", [[-1], [0, 2]])
def test_refuses_many_ids_it_does_not_have(ids):
    with pytest.raises(IndexError, match="ids are 0 to 1"):
        Vocabulary.of("ab").labels(ids)


def test_half_a_character_is_no_label():
    assert "\ud800" not in Vocabulary.of("ab")


def test_contains_nothing_but_strings():
    assert 7 not in Vocabulary.of(["7"])


def test_slices_give_labels():
    assert Vocabulary.of("cab")[1:] == ["b", "c"]


@pytest.mark.parametrize("index", [-1, 2])
def test_refuses_an_id_it_does_not_have(index):
    with pytest.raises(IndexError, match="ids are 0 to 1"):
        Vocabulary.of(["a", "b"])[index]


def test_unknown_label_names_kind_and_near_ones():
    with pytest.raises(UnknownLabelError) as caught:
        Vocabulary.of(["directed_by", "written_by"], kind="relation").id("directedby")
    assert (caught.value.kind, caught.value.near[0]) == ("relation", "directed_by")


def test_unknown_label_among_many_raises_too():
    with pytest.raises(UnknownLabelError, match="'c'"):
        Vocabulary.of(["a", "b"]).ids(["a", "c"])


def test_finds_near_labels_in_a_large_vocabulary():
    vocabulary = Vocabulary.of([f"entity {i:05}" for i in range(3000)] + ["Berlin"])
    assert vocabulary.near("Berlim") == ("Berlin",)


def test_finds_near_labels_that_differ_early(many):
    assert len(many.near("entitY 00007")) > 0


@pytest.mark.parametrize("label", ["", "\ud800", "é" * 1000])
def test_nothing_is_near_a_strange_label(many, label):
    assert many.near(label) == ()


def test_equality_is_by_content():
    assert Vocabulary.of(["b", "a"]) == Vocabulary.of(["a", "b"])
    assert Vocabulary.of(["ab"]) != Vocabulary.of(["a", "b"])
    assert Vocabulary.of(["a"]) != ["a"]


def test_reads_from_a_buffer_without_copying_it():
    blob = np.frombuffer(b"abc", np.uint8)
    vocabulary = Vocabulary(blob.data, np.array([0, 1, 3]))
    assert list(vocabulary) == ["a", "bc"]
    assert np.shares_memory(blob, np.frombuffer(vocabulary.blob, np.uint8))


def test_refuses_text_that_is_no_unicode():
    with pytest.raises(InvalidQueryError, match=r"relation label '.ud800' is not Unicode text"):
        Vocabulary.of(["\ud800"], kind="relation")


def test_repr_counts():
    assert repr(Vocabulary.of("ab")) == "Vocabulary(2 entity labels)"
