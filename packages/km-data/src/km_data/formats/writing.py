"""Example files in the form and file type that somebody's tools read."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from km_data.formats.contracts import EXAMPLE_FORMATS, ExampleFormat, Row
from km_data.records.example import AnyExample
from km_graph.errors import DataError
from km_graph.files import write_jsonl


def write_examples(
    path: str | Path, examples: Iterable[AnyExample], *, format: str = "prompt-completion"
) -> int:
    """Examples in a file, written atomically; returns how many.

    Args:
        path: The file; Parquet if its name ends so, else JSON lines.
        examples: Any kind, as far as the form has a way to say it; one kind in a Parquet file.
        format: A plugin of ``km.example_formats``.

    Raises:
        PluginNotFoundError: If there is no such form.
        DataError: If the form has no way to say an example.
        MissingDependencyError: For Parquet, if pyarrow is not installed.
    """
    form: ExampleFormat = EXAMPLE_FORMATS.load(format)
    counted = _Counted(examples)
    if Path(path).suffix == ".parquet":
        # Imported here: most builds do without pyarrow.
        from km_data.formats.parquet import write_parquet  # noqa: PLC0415

        write_parquet(path, counted, form)
    else:
        write_jsonl(path, (row for example in counted for row in rows_of(path, example, form)))
    return counted.count


def rows_of(path: str | Path, example: AnyExample, form: ExampleFormat) -> list[Row]:
    """The rows of one example.

    Raises:
        DataError: If the form has no way to say it.
    """
    try:
        return form.to_rows(example)
    except ValueError as error:
        raise DataError(path, f"{example.id!r} cannot be written: {error}") from error


class _Counted:
    """Things, counted as they pass."""

    def __init__(self, examples: Iterable[AnyExample]) -> None:
        self._examples = examples
        self.count = 0

    def __iter__(self) -> Iterator[AnyExample]:
        for example in self._examples:
            self.count += 1
            yield example
