import pytest
from hypothesis import given
from hypothesis import strategies as st

from km_data.contracts import TEXTUALIZERS, Textualizer
from km_data.testing import TextualizerContract
from km_data.textualizers.arrows import ARROWS, parse_arrows
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


labels = st.one_of(
    st.text(st.characters(), max_size=6),
    st.lists(st.sampled_from(["->", "<-", " ", "a"])).map("".join),
)
hops = st.lists(st.tuples(st.tuples(labels, st.booleans()), labels), max_size=3)


@given(labels, hops)
def test_path_is_read_back(start: str, rest: list[tuple[tuple[str, bool], str]]) -> None:
    entities = (start, *(entity for _, entity in rest))
    path = Path(entities, RelationPath(hop for hop, _ in rest))
    assert path == parse_arrows(ARROWS.text(path))


@pytest.mark.parametrize("text", ["a -> b", "a -> r <- b", "a -> r -> b -> s"])
def test_half_a_path_is_none(text: str) -> None:
    assert parse_arrows(text) is None
