"""Example files of any form."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from km_data.formats.contracts import EXAMPLE_FORMATS, ExampleFormat
from km_data.formats.flat_rows import unflat
from km_data.records.example import AnyExample
from km_data.sources.rows import read_rows


def read_any_examples(path: str | Path) -> Iterator[AnyExample]:
    """The examples of a file in any installed form, known by its keys.

    JSON lines, a JSON array, Parquet, or a folder of these or of a ``datasets`` data set.

    Raises:
        DataError: Naming file and line of the first row that is no example.
    """
    formats: list[ExampleFormat] = [plugin.load() for plugin in EXAMPLE_FORMATS]
    for record in read_rows(Path(path)):
        try:
            yield example_of(record.value, record.number, formats)
        except (TypeError, ValueError) as error:
            raise record.problem(str(error)) from error


def example_of(row: Mapping[str, Any], number: int, formats: Sequence[ExampleFormat]) -> AnyExample:
    """The example that a row says in one of these forms.

    Raises:
        ValueError or TypeError: Saying what is wrong with the row.
    """
    stated = unflat(row)
    for form in formats:
        if form.recognizes(stated):
            return form.from_row(stated, number)
    raise ValueError(
        "expected an example, with the key 'prompt', 'messages', 'conversations' or 'instruction', "
        f"found {', '.join(map(repr, sorted(row)))!s:.80}"
    )
