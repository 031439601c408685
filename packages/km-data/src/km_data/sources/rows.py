"""Rows of keys and values: JSON lines, a JSON array, Parquet, a dataset on disk, or a folder."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from km_data.sources.json_arrays import array_items
from km_data.sources.lines import read_records
from km_data.sources.problems import OnProblem, Record, data_errors, fail
from km_data.sources.tables import dataset_rows, is_dataset, parquet_rows
from km_graph.errors import DataError
from km_graph.formats.compression import format_suffix
from km_graph.formats.jsonl import parsed
from km_graph.formats.lines import shorten
from km_graph.formats.streams import open_stream

SUFFIXES = (".jsonl", ".ndjson", ".parquet")
"""The suffixes of the files that are read from a folder."""


def read_rows(
    path: Path, on_problem: OnProblem = fail, *, columns: Sequence[str] = (), split: str = ""
) -> Iterator[Record]:
    """The rows of a file, or of the files of a folder by name; each is a dictionary.

    Args:
        path: The file or folder.
        on_problem: Told of each row that is none.
        columns: The columns that are wanted, where reading fewer is quicker; all if none is named.
        split: In a folder, only what is called so: ``train-00000-of-00002.parquet``.

    Raises:
        DataError: If a file is missing or torn, or the folder has no such files.
    """
    if path.is_dir() and is_dataset(path):
        yield from dataset_rows(path, split)
        return
    for file in _files(path, split):
        if format_suffix(file) == ".parquet":
            yield from parquet_rows(file, columns)
        else:
            yield from _json_rows(file, on_problem)


def _files(path: Path, split: str) -> list[Path]:
    if not path.is_dir():
        return [path]
    inside = [*path.iterdir(), *path.glob("data/*")]
    files = sorted(file for file in inside if format_suffix(file) in SUFFIXES)
    chosen = [file for file in files if not split or _is_of(file, split)]
    if not chosen:
        which = f"of the split {split!r} " if split else ""
        raise DataError(path, f"is a folder without files {which}{', '.join(SUFFIXES)}")
    return chosen


def _is_of(file: Path, split: str) -> bool:
    return file.name.startswith((f"{split}-", f"{split}.", f"{split}_"))


def _json_rows(path: Path, on_problem: OnProblem) -> Iterator[Record]:
    is_array = _begins(path) == b"["
    for record in _array(path) if is_array else _lines(path, on_problem):
        if isinstance(record.value, dict):
            yield record
        else:
            found = shorten(json.dumps(record.value, ensure_ascii=False))
            on_problem(record.problem(f"expected a JSON object, found {found}"))


def _begins(path: Path) -> bytes:
    """The first byte that is not blank, if it is among the first."""
    with data_errors(), open_stream(path) as stream:
        return stream.peek().removeprefix(b"\xef\xbb\xbf").lstrip()[:1]


def _array(path: Path) -> Iterator[Record]:
    with data_errors(), open_stream(path) as stream:
        for number, (line, value) in enumerate(array_items(stream, path), 1):
            yield Record(path, line, number, value)


def _lines(path: Path, on_problem: OnProblem) -> Iterator[Record]:
    for record in read_records(path, on_problem):
        try:
            value: Any = parsed(record.value)
        except ValueError as error:
            on_problem(record.problem(str(error)))
        else:
            yield record._replace(value=value)
