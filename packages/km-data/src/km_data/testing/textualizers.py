"""What every textualizer does, as tests."""

# ruff: noqa: D102 - the name of a test says what it shows

import pytest

from km_data.contracts import Textualizer
from km_data.testing.samples import MARKERS
from km_graph.paths import Path as GraphPath
from km_graph.relation_path import RelationPath


class TextualizerContract:
    """What every textualizer does. Fixture: ``textualizer``."""

    @pytest.fixture
    def textualizer(self) -> Textualizer:
        raise NotImplementedError

    def test_is_a_textualizer(self, textualizer: Textualizer) -> None:
        assert isinstance(textualizer, Textualizer)

    def test_names_everything_in_order(self, textualizer: Textualizer) -> None:
        path = GraphPath(("a0", "b1", "c2"), RelationPath.parse("r3/s4"))
        text = textualizer.text(path)
        places = [text.find(label) for label in ("a0", "b1", "c2")]
        assert places == sorted(places)
        assert -1 not in [*places, text.find("r3"), text.find("s4")]

    def test_tells_the_direction(self, textualizer: Textualizer) -> None:
        forward = GraphPath(("a", "b"), RelationPath.parse("r"))
        inverse = GraphPath(("a", "b"), RelationPath.parse("^r"))
        assert textualizer.text(forward) != textualizer.text(inverse)

    def test_writes_one_line(self, textualizer: Textualizer) -> None:
        path = GraphPath(("a\nb", "c\rd"), RelationPath([("r\ns", False)]))
        assert len(textualizer.text(path).splitlines()) == 1

    @pytest.mark.parametrize("marker", MARKERS)
    def test_lets_no_label_break_out(self, textualizer: Textualizer, marker: str) -> None:
        label = f"a{marker}\u202e{marker.upper()}"
        text = textualizer.text(GraphPath((label, label), RelationPath([(label, False)])))
        assert marker.casefold() not in text.casefold()
        assert "\u202e" not in text

    def test_words_a_path_of_no_hops(self, textualizer: Textualizer) -> None:
        assert "alone" in textualizer.text(GraphPath(("alone",), RelationPath()))

    def test_is_deterministic(self, textualizer: Textualizer) -> None:
        path = GraphPath(("a", "b"), RelationPath.parse("r"))
        assert textualizer.text(path) == textualizer.text(path)
