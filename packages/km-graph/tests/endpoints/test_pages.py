from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from km_graph.endpoints.pages import Page, read_pages
from km_graph.errors import ServerError
from km_graph.formats.contracts import Statement
from km_graph.graph import Triple
from km_graph.graph.attributes import Attribute

STATEMENTS: list[Statement] = [
    Triple("a", "r", "b"),
    Attribute("a", "label", "é\ud7ff\n", "fr"),
    Triple("b", "r", "c"),
]


class Source:
    """Three pages of one statement; fails once at those in ``failing``."""

    def __init__(self, *failing: int) -> None:
        self.failing = set(failing)
        self.sent: list[int] = []

    def __call__(self, begins: str) -> Iterator[Page]:
        for i in range(int(begins or 0), 3):
            if i in self.failing:
                self.failing.remove(i)
                raise ServerError("http://a", "broke", hint="look")
            self.sent.append(i)
            yield Page([STATEMENTS[i]], str(i + 1) if i < 2 else None)


def test_gives_the_statements_of_all_pages() -> None:
    assert STATEMENTS == list(read_pages(Source(), None, {}))


def test_goes_on_at_the_first_page_that_is_missing(tmp_path: Path) -> None:
    source = Source(2)
    with pytest.raises(ServerError, match=r"broke; look; what came is kept in .*read again"):
        list(read_pages(source, tmp_path, {"url": "a"}))
    assert STATEMENTS == list(read_pages(source, tmp_path, {"url": "a"}))
    assert [0, 1, 2] == source.sent


def test_goes_on_after_an_interruption(tmp_path: Path) -> None:
    source = Source()
    assert STATEMENTS[:2] == list(islice(read_pages(source, tmp_path, {}), 2))
    assert STATEMENTS == list(read_pages(source, tmp_path, {}))
    assert [0, 1, 2] == source.sent


def test_starts_anew_when_all_have_come(tmp_path: Path) -> None:
    source = Source()
    assert STATEMENTS == list(read_pages(source, tmp_path, {}))
    assert [] == list(tmp_path.iterdir())
    assert STATEMENTS == list(read_pages(source, tmp_path, {}))
    assert [0, 1, 2, 0, 1, 2] == source.sent


def test_pages_of_another_question_are_not_taken(tmp_path: Path) -> None:
    source = Source()
    list(islice(read_pages(source, tmp_path, {"query": "x"}), 2))
    list(islice(read_pages(source, tmp_path, {"query": "y"}), 1))
    assert [0, 1, 0] == source.sent


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"begins": "1"}', '{"begins": "9", "next": 1}']
)
def test_a_page_that_is_none_is_asked_for_again(tmp_path: Path, content: str) -> None:
    source = Source()
    list(islice(read_pages(source, tmp_path, {}), 3))
    (second,) = tmp_path.glob("*/page-000001.json")
    second.write_text(content)
    assert STATEMENTS == list(read_pages(source, tmp_path, {}))
    assert [0, 1, 2, 1, 2] == source.sent


def test_all_pages_may_be_there_already(tmp_path: Path) -> None:
    source = Source()
    list(islice(read_pages(source, tmp_path, {}), 3))  # has not been told that this is the end
    assert STATEMENTS == list(read_pages(source, tmp_path, {}))
    assert ([0, 1, 2], []) == (source.sent, list(tmp_path.iterdir()))


def test_says_how_to_keep_pages_if_none_are_kept() -> None:
    with pytest.raises(ServerError, match="broke; look; with pages=FOLDER"):
        list(read_pages(Source(0), None, {}))
