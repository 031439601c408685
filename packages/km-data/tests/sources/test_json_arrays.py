import io
import json
from pathlib import Path
from typing import IO, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from km_data.sources.json_arrays import array_items
from km_graph.errors import DataError

HERE = Path("rows.json")

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


class Slow(io.BytesIO):
    """A stream that gives few bytes at a time, whatever it is asked for."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(size or 3, 3))


def items(text: str | bytes, stream: type[io.BytesIO] = io.BytesIO) -> list[tuple[int, Any]]:
    data = text if isinstance(text, bytes) else text.encode()
    opened: IO[bytes] = stream(data)
    return list(array_items(opened, HERE))


@given(st.lists(values, max_size=5), st.sampled_from([None, 0, 2]), st.booleans())
def test_items_are_those_of_the_array(rows: list[Any], indent: int | None, ascii: bool) -> None:
    text = json.dumps(rows, indent=indent, ensure_ascii=ascii)
    assert rows == [value for _, value in items(text, Slow)]


def test_items_come_with_their_lines() -> None:
    assert [(2, 1), (2, 2), (5, {"a": 3})] == items('[\n1, 2,\n\n \n{"a":\n3}\n]\n')


def test_byte_order_mark_is_left_out() -> None:
    assert [(1, "é")] == items(b"\xef\xbb\xbf" + '["é"]'.encode())


def test_reads_no_further_than_it_must() -> None:
    stream = io.BytesIO(b"[" + b'{"a": "b"},' * 1_000_000 + b"1]")
    next(array_items(stream, HERE))
    assert stream.tell() < 1_000_000


def test_long_item_is_read() -> None:
    long = "x" * 10_000_000
    assert [(1, {"a": long})] == items(json.dumps([{"a": long}]))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", r"rows\.json:1: expected '\[', found 'the end of the file'"),
        ('{"a": 1}', r"rows\.json:1: expected '\[', found '{'"),
        ("[1,\n2", r"rows\.json:2: expected ',' or '\]', found 'the end of the file'"),
        ("[1,\n2 3]", r"rows\.json:2: expected ',' or '\]', found '3'"),
        ("[1] 2", r"rows\.json:1: expected the end of the file, found '2'"),
        ("[1,]", r"rows\.json:1: expected JSON: Expecting value"),
        ('[1,\n{"a": }]', r"rows\.json:2: expected JSON: Expecting value"),
        ('[1,\n{"a": "b', r"rows\.json:2: expected JSON: Unterminated string"),
        ("[" + "9" * 5000 + "]", r"rows\.json:1: expected JSON: a number of thousands of digits"),
        ("[" * 100_000, r"rows\.json:1: the JSON is nested too deep"),
    ],
)
def test_what_is_no_array_is_refused(text: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        items(text)


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(DataError, match=r"rows\.json:2: expected UTF-8 text"):
        items(b'["a",\n"\xff"]')


def test_error_far_from_the_end_is_told_at_once() -> None:
    stream = io.BytesIO(b'[{"a" 1},' + b'{"a": "b"},' * 1_000_000 + b"1]")
    with pytest.raises(DataError, match="Expecting ':' delimiter"):
        next(array_items(stream, HERE))
    assert stream.tell() < 1_000_000
