import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from km_data.contracts import TEXTUALIZERS, Textualizer
from km_data.testing import TextualizerContract
from km_data.textualizers.json_lines import JSON_LINES
from km_graph.paths import Path
from km_graph.relation_path import RelationPath


class TestJsonLines(TextualizerContract):
    @pytest.fixture
    def textualizer(self) -> Textualizer:
        return TEXTUALIZERS.load("jsonl")


def test_path_is_a_list_of_its_triples() -> None:
    path = Path(("Heat", "Mann"), RelationPath.parse("^made"))
    assert JSON_LINES.text(path) == '[["Mann", "made", "Heat"]]'


@given(st.text(st.characters()), st.text(st.characters()), st.text(st.characters()))
def test_reads_as_the_labels_are(head: str, relation: str, tail: str) -> None:
    text = JSON_LINES.text(Path((head, tail), RelationPath([(relation, False)])))
    assert [[head, relation, tail]] == json.loads(text)
