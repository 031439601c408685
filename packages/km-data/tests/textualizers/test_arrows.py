import pytest

from km_data.contracts import TEXTUALIZERS, Textualizer
from km_data.testing import TextualizerContract
from km_data.textualizers.arrows import ARROWS
from km_graph.paths import Path
from km_graph.relation_path import RelationPath


class TestArrows(TextualizerContract):
    @pytest.fixture
    def textualizer(self) -> Textualizer:
        return TEXTUALIZERS.load("arrows")


def test_arrows_point_as_the_triples_do() -> None:
    path = Path(("Paris", "France", "Spain", "Madrid"), RelationPath.parse("^capital/b/capital"))
    assert ARROWS.text(path) == "Paris <- capital <- France -> b -> Spain -> capital -> Madrid"


def test_line_breaks_are_escaped() -> None:
    path = Path(("a\nb", "c\\n"), RelationPath.parse("r"))
    assert ARROWS.text(path) == "a\\nb -> r -> c\\\\n"
