from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from km_data.contracts import TEXTUALIZERS, Textualizer
from km_data.testing import TextualizerContract
from km_data.textualizers.turtle import TURTLE
from km_graph.paths import Path as GraphPath
from km_graph.relation_path import RelationPath

labels = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6),
    st.text("-.~%:/#ab", min_size=1, max_size=6),
    st.sampled_from(["http://example.org/a", "urn:isbn:1", "urn:km:a", "https://x.y/<PATH>"]),
)


class TestTurtle(TextualizerContract):
    @pytest.fixture
    def textualizer(self) -> Textualizer:
        return TEXTUALIZERS.load("turtle")


def test_labels_are_names_and_addresses_stay() -> None:
    path = GraphPath(("Michael Mann", "http://x.org/a"), RelationPath.parse("^made"))
    assert TURTLE.text(path) == "<http://x.org/a> km:made km:Michael%20Mann ."


@given(labels, labels, labels)
def test_is_turtle_that_names_every_label(head: str, relation: str, tail: str) -> None:
    pyoxigraph = pytest.importorskip("pyoxigraph")
    path = GraphPath((head, tail), RelationPath([(relation, False)]))
    document = f"{TURTLE.header}\n{TURTLE.text(path)}\n"
    (quad,) = pyoxigraph.parse(document, format=pyoxigraph.RdfFormat.TURTLE)
    found = [unquote(term.value.removeprefix("urn:km:")) for term in quad.triple]
    assert [head, relation, tail] == found
