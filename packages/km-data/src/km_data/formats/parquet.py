"""Example files in Parquet. Needs pyarrow: imported only where one is written."""

from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import chain, islice
from pathlib import Path
from typing import Any

from km_data.formats.contracts import ExampleFormat
from km_data.formats.flat_rows import WHOLE, flat
from km_data.formats.writing import rows_of
from km_data.records.example import AnyExample, Example
from km_graph.errors import DataError, MissingDependencyError
from km_graph.files import atomic_file

try:
    pa: Any = import_module("pyarrow")  # by name: it has no types to check against
    pq: Any = import_module("pyarrow.parquet")
except ModuleNotFoundError as error:
    raise MissingDependencyError("writing Parquet files", "km-data[parquet]") from error

_ROWS = 8192


def write_parquet(path: str | Path, examples: Iterable[AnyExample], form: ExampleFormat) -> None:
    """Examples of one kind in a Parquet file, as many at once as make a row group.

    Raises:
        DataError: If there are two kinds, or the form has no way to say them.
    """
    left = iter(examples)
    first = next(left, None)
    kind = Example if first is None else type(first)
    schema = schema_of(kind, form, path)
    same = _of_kind(path, chain([] if first is None else [first], left), kind)
    rows = (flat(row) for example in same for row in rows_of(path, example, form))
    with atomic_file(path, binary=True) as stream, pq.ParquetWriter(stream, schema) as writer:
        while some := list(islice(rows, _ROWS)):
            writer.write_table(pa.Table.from_pylist(some, schema=schema))


def schema_of(kind: type[AnyExample], form: ExampleFormat, path: str | Path) -> Any:
    """The columns that examples of a kind have in a form."""
    rows = [flat(row) for row in rows_of(path, WHOLE[kind], form)]
    return pa.Table.from_pylist(rows).schema


def _of_kind(
    path: str | Path, examples: Iterable[AnyExample], kind: type[AnyExample]
) -> Iterator[AnyExample]:
    for example in examples:
        if type(example) is not kind:
            raise DataError(
                path,
                f"expected rows of one kind in a Parquet file, found {kind.__name__} "
                f"and {type(example).__name__}",
                hint="write each kind to a file of its own, or JSON lines",
            )
        yield example
