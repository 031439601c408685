"""Rows of Parquet files, and of datasets that the ``datasets`` library saved to disk."""

from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from km_data.sources.problems import Record, data_errors
from km_graph.errors import DataError, MissingDependencyError
from km_graph.formats.streams import open_seekable

_ROWS = 64  # of some thousands of triples each
_ONE, _SEVERAL = "dataset_info.json", "dataset_dict.json"


def parquet_rows(path: Path, columns: Sequence[str] = ()) -> Iterator[Record]:
    """The rows of a Parquet file, null values left out.

    Args:
        path: The file.
        columns: Which columns to read, where there are such; all of them if none is named.

    Raises:
        DataError: If it is not whole.
        MissingDependencyError: If pyarrow is not installed.
    """
    arrow = import_module("km_graph.formats.arrow_files")  # which needs the extra
    with data_errors(), open_seekable(path) as stream:
        names = [name for name in _names(path, stream) if not columns or name in columns]
        batches = arrow.parquet_batches(stream, path, names, rows=_ROWS)
        rows = (row for batch in batches for row in _rows(batch, path, arrow))
        for number, row in enumerate(rows, 1):
            yield Record(path, number, number, _without_nulls(row))


def is_dataset(path: Path) -> bool:
    """Whether a folder is what ``save_to_disk`` of the ``datasets`` library wrote."""
    return (path / _SEVERAL).is_file() or (path / _ONE).is_file()


def dataset_rows(path: Path, split: str = "") -> Iterator[Record]:
    """The rows of a dataset on disk, null values left out; of one of its parts, or of all.

    Raises:
        DataError: If it cannot be read or has no such part.
        MissingDependencyError: If ``datasets`` is not installed.
    """
    if (path / _SEVERAL).is_file():
        for part in _parts(path, split):
            yield from dataset_rows(path / part)
        return
    for number, row in enumerate(_load(path), 1):
        yield Record(path, number, number, _without_nulls(row))


def _rows(batch: Any, path: Path, arrow: Any) -> Iterator[dict[str, Any]]:
    """The rows of a batch; columns of triples go a way of their own, which is quicker."""
    triples_of = import_module("km_data.sources.triple_columns").triples_of
    arrow_rows = import_module("km_graph.formats.arrow_rows")
    try:
        batch.validate(full=True)
    except arrow_rows.ERRORS as error:
        raise arrow_rows.broken(path, error, "whole rows") from error
    columns = {name: triples_of(batch.column(name)) for name in batch.schema.names}
    found = {name: rows for name, rows in columns.items() if rows is not None}
    others = [name for name in columns if name not in found]
    rest = arrow.valid_rows(batch.select(others), path) if others else [{}] * len(batch)
    for number, row in enumerate(rest):
        yield row | {name: rows[number] for name, rows in found.items()}


def _names(path: Path, stream: Any) -> list[str]:
    arrow_rows = import_module("km_graph.formats.arrow_rows")
    try:
        schema = import_module("pyarrow.parquet").ParquetFile(stream).schema_arrow
    except arrow_rows.ERRORS as error:
        raise arrow_rows.broken(path, error, "Parquet") from error
    return list(schema.names)


def _without_nulls(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if value is not None}


def _parts(path: Path, split: str) -> list[str]:
    parts = sorted(part.parent.name for part in path.glob(f"*/{_ONE}"))
    if not split:
        return parts
    if split not in parts:
        raise DataError(path, f"has no split {split!r}, it has {', '.join(parts)}")
    return [split]


def _load(path: Path) -> Any:
    try:
        datasets = import_module("datasets")
    except ModuleNotFoundError as error:
        raise MissingDependencyError(
            "reading a Hugging Face dataset", "km-data[datasets]"
        ) from error
    try:
        return datasets.load_from_disk(str(path))
    except (OSError, ValueError) as error:
        raise DataError(path, f"cannot be read as a Hugging Face dataset: {error}") from error
