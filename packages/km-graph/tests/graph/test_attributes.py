import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from km_graph.errors import InvalidQueryError, UnknownLabelError
from km_graph.graph.attributes import Attribute, AttributeTable
from km_graph.graph.vocabulary import Vocabulary
from km_graph.testing.strategies import labels

CITIES = Vocabulary.of(["Berlin", "Paris", "Rome"])


def order(row):
    return row.entity, row.name, row.language, row.datatype, row.value


def attributes():
    return st.lists(st.builds(Attribute, st.sampled_from(list(CITIES)), *[labels(empty=True)] * 4))


@given(attributes())
def test_holds_each_attribute_once_in_order(said):
    assert list(AttributeTable.of(said, CITIES).rows(CITIES)) == sorted(set(said), key=order)


@given(attributes(), st.randoms(use_true_random=False))
def test_the_order_of_attributes_does_not_matter(said, random):
    shuffled = random.sample(said, len(said))
    assert AttributeTable.of(said, CITIES) == AttributeTable.of(shuffled, CITIES)


def test_follows_ids_that_are_not_in_the_order_of_labels():
    entities = Vocabulary(b"ba", np.array([0, 1, 2]))
    entities._ids = {"b": 0, "a": 1}
    table = AttributeTable.of([Attribute("a", "n", "1"), Attribute("b", "n", "2")], entities)
    assert [row.entity for row in table.rows(entities)] == ["b", "a"]


def test_an_empty_table_is_false_and_has_no_rows():
    table = AttributeTable.of([], CITIES)
    assert not table
    assert list(table.rows(CITIES)) == []
    assert repr(table) == "AttributeTable(0 attributes of 0 entities)"


def test_an_entity_younger_than_the_table_has_none():
    assert AttributeTable.of([], CITIES).of_entity(3, "Rome 2") == ()


def test_differs_by_any_field():
    table = AttributeTable.of([Attribute("Rome", "label", "Roma", "it")], CITIES)
    for other in (("Rome", "label", "Roma"), ("Paris", "label", "Roma", "it")):
        assert table != AttributeTable.of([Attribute(*other)], CITIES)
    assert table != "Roma"


def test_an_unknown_entity_is_named():
    with pytest.raises(UnknownLabelError, match="did you mean 'Rome'"):
        AttributeTable.of([Attribute("Romee", "label", "x")], CITIES)


def test_refuses_text_that_is_no_unicode():
    with pytest.raises(InvalidQueryError, match=r"attribute value .* is not Unicode text"):
        AttributeTable.of([Attribute("Rome", "label", "\ud800")], CITIES)


def test_arrays_cannot_be_written_through():
    table = AttributeTable.of([Attribute("Rome", "label", "Roma", "it")], CITIES)
    arrays = (table.offsets, table.names, table.languages, table.datatypes, table.starts)
    assert not any(array.flags.writeable for array in arrays)
