"""Examples from and to data sets of the Hugging Face ``datasets`` library."""

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any

from km_data.formats.contracts import EXAMPLE_FORMATS, ExampleFormat
from km_data.formats.flat_rows import flat
from km_data.formats.parquet import pa, schema_of
from km_data.formats.reading import example_of
from km_data.formats.writing import rows_of
from km_data.records.example import AnyExample, Example
from km_graph.errors import DataError, MissingDependencyError


def to_dataset(examples: Iterable[AnyExample], *, format: str = "prompt-completion") -> Any:
    """A ``datasets.Dataset`` of examples of one kind.

    Raises:
        MissingDependencyError: If ``datasets`` is not installed.
        DataError: If there are two kinds, or the form has no way to say them.
    """
    datasets = _datasets()
    form: ExampleFormat = EXAMPLE_FORMATS.load(format)
    some = list(examples)
    kinds = {type(example) for example in some} or {Example}
    if len(kinds) > 1:
        raise DataError("data set", "expected examples of one kind")
    schema = schema_of(kinds.pop(), form, "data set")
    rows = [flat(row) for example in some for row in rows_of("data set", example, form)]
    return datasets.Dataset(pa.Table.from_pylist(rows, schema=schema))


def from_dataset(dataset: Any) -> Iterator[AnyExample]:
    """The examples of a ``datasets.Dataset`` in any installed form, known by its columns.

    Raises:
        DataError: Naming the first row that is no example.
    """
    formats: list[ExampleFormat] = [plugin.load() for plugin in EXAMPLE_FORMATS]
    for number, row in enumerate(dataset, 1):
        try:
            yield example_of(row, number, formats)
        except (TypeError, ValueError) as error:
            raise DataError("data set", str(error), line=number) from error


def _datasets() -> Any:
    try:
        return import_module("datasets")
    except ModuleNotFoundError as error:
        raise MissingDependencyError("data sets", "km-data[datasets]") from error
