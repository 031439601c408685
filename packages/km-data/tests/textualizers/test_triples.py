import pytest

from km_data.contracts import TEXTUALIZERS, Textualizer
from km_data.testing import TextualizerContract
from km_data.textualizers.triples import TRIPLES
from km_graph.paths import Path
from km_graph.relation_path import RelationPath


class TestTriples(TextualizerContract):
    @pytest.fixture
    def textualizer(self) -> Textualizer:
        return TEXTUALIZERS.load("triples")


def test_each_triple_is_as_the_graph_states_it() -> None:
    path = Path(("Heat", "Mann", "Ali"), RelationPath.parse("directed_by/^directed_by"))
    assert TRIPLES.text(path) == "(Heat, directed_by, Mann) (Ali, directed_by, Mann)"
