"""The objects of a predictions file, one at a time, however broken the file is."""

import json
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from km_graph.errors import DataError, GraphFormatError
from km_graph.formats.lines import read_lines
from km_graph.formats.reading import ReadOptions

Row = dict[str, Any]


class UnreadableRowError(ValueError):
    """A line is not a JSON object; the message says why."""


def read_rows(path: Path) -> Iterator[tuple[int, Row | UnreadableRowError]]:
    """Every object with its line, or what is wrong with the line; blank lines are skipped.

    Packed files are unpacked on the way. A file that is one JSON list is read at once, and its
    objects are counted in place of lines.

    Raises:
        DataError: If the file is missing or torn.
    """
    heard: list[GraphFormatError] = []
    lines = _lines(path, heard)
    first = next(lines, None)
    if first is None:
        return
    if isinstance(first[1], str) and first[1].lstrip().startswith("["):
        yield from _of_list(path, chain([first], lines))
        return
    for number, line in chain([first], lines):
        yield number, _parsed(line)


def _lines(path: Path, heard: list[GraphFormatError]) -> Iterator[tuple[int, str | None]]:
    """Lines that are not blank; None stands for one that is not UTF-8 or far too long."""
    try:
        for number, line in read_lines(path, ReadOptions(on_problem=heard.append)):
            yield from ((problem.line or 0, None) for problem in heard)
            heard.clear()
            if line and not line.isspace():
                yield number, line
        yield from ((problem.line or 0, None) for problem in heard)
    except GraphFormatError as error:
        raise DataError(path, str(error).removeprefix(f"{path}: ")) from error


def _parsed(line: str | None) -> Row | UnreadableRowError:
    if line is None:
        return UnreadableRowError("not UTF-8 text, or far too long")
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return UnreadableRowError("not a JSON object, or cut off")
    if not isinstance(value, dict):
        return UnreadableRowError("not a JSON object")
    return value


def _of_list(
    path: Path, lines: Iterator[tuple[int, str | None]]
) -> Iterator[tuple[int, Row | UnreadableRowError]]:
    try:
        values = json.loads("\n".join(line or "" for _, line in lines))
    except (ValueError, RecursionError) as error:
        raise DataError(path, f"expected JSON lines or one JSON list: {error}") from error
    for number, value in enumerate(values, 1):
        whole = isinstance(value, dict)
        yield number, value if whole else UnreadableRowError("not a JSON object")
