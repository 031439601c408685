import pytest

from km_data.contracts import TEXTUALIZERS, Textualizer
from km_data.testing import TextualizerContract
from km_data.textualizers.markdown import MARKDOWN
from km_graph.paths import Path
from km_graph.relation_path import RelationPath


class TestMarkdown(TextualizerContract):
    @pytest.fixture
    def textualizer(self) -> Textualizer:
        return TEXTUALIZERS.load("markdown")


@pytest.mark.parametrize(
    ("path", "row"),
    [
        (Path(("a", "b"), RelationPath.parse("r")), "| a | -> r -> | b |"),
        (Path(("a", "b", "c"), RelationPath.parse("r/^s")), "| a | -> r -> b <- s <- | c |"),
        (Path(("a",), RelationPath()), "| a | | a |"),
        (Path(("a|b", "c"), RelationPath.parse("r")), "| a\\|b | -> r -> | c |"),
    ],
)
def test_row_goes_from_start_to_end(path: Path, row: str) -> None:
    assert row == MARKDOWN.text(path)


def test_header_has_as_many_columns() -> None:
    assert [line.count("|") for line in MARKDOWN.header.splitlines()] == [4, 4]
