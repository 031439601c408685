import pytest
from hypothesis import given
from hypothesis import strategies as st

from km_graph.formats.properties import attributes_of, properties, typed
from km_graph.graph.attributes import Attribute
from km_graph.testing.strategies import labels

texts = st.sampled_from(["a@b", "a^^b", "a@b^^c", '["a", "b", "c"]', "@", "^^", "a^^", "é@en"])


@given(st.lists(st.builds(Attribute, st.just("a"), *[labels() | texts] * 4), max_size=4))
def test_properties_are_the_attributes_they_were_made_of(said):
    assert set(attributes_of("a", properties(said))) == set(said)


@pytest.mark.parametrize(
    ("attribute", "expected"),
    [
        (Attribute("a", "label", "A"), {"label": "A"}),
        (Attribute("a", "label", "甲", "zh"), {"label@zh": "甲"}),
        (Attribute("a", "born", "2020", "", "xsd:date"), {"born^^xsd:date": "2020"}),
        (Attribute("a", "size", "5", "", "int"), {"size": 5}),
        (Attribute("a", "size", "05", "", "int"), {"size^^int": "05"}),
        (Attribute("a", "tall", "true", "", "boolean"), {"tall": True}),
        (Attribute("a", "a@b", "c"), {'["a@b", "", ""]': "c"}),
    ],
)
def test_a_property_says_in_its_name_what_has_no_other_place(attribute, expected):
    assert properties([attribute]) == expected


def test_numbers_of_numpy_are_numbers():
    numpy = pytest.importorskip("numpy")
    assert typed(numpy.float32(0.5)) == ("0.5", "double")
