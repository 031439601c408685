"""``km data show``: the first records of a file, for people."""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import click

from km_data.contracts import needs_path
from km_data.fields_shown import fields_shown
from km_data.formats.contracts import EXAMPLE_FORMATS, ExampleFormat
from km_data.formats.reading import example_of
from km_data.records import AnyExample, Prediction, Question
from km_data.sources.problems import Record
from km_data.sources.rows import read_rows
from km_data.steps.questions import source_of
from km_graph.errors import DataError

_OF_EXAMPLES = ("prompt", "messages", "conversations", "instruction")
_WIDTH = 15

Shown = Question | AnyExample | Prediction


@click.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("-n", "--records", type=click.IntRange(min=1), default=3, help="How many to show.")
@click.option("--reader", help="The form of a question file that is not ours: metaqa, rog, …")
@click.option(
    "--option",
    "options",
    multiple=True,
    metavar="NAME=VALUE",
    help="An option of the reader, such as split=test.",
)
def show(file: Path | None, records: int, reader: str | None, options: Sequence[str]) -> None:
    """Show the first records of a file of questions, examples or predictions.

    Files of ours, and examples in the forms of other tools, are known by their keys; of other
    question files the reader has to be named.
    """
    if reader is not None:
        found = _questions(file, reader, options)
    elif file is None or options:
        raise click.UsageError("state a file; --option goes with --reader")
    else:
        found = _records(file)
    for where, record in islice(found, records):
        click.secho(where, dim=True)
        for name, value in fields_shown(record):
            label = click.style(f"{name:>{_WIDTH}}  ", bold=True)
            click.echo(label + value.replace("\n", "\n" + " " * (_WIDTH + 2)))
        click.echo()


def _questions(
    file: Path | None, reader: str, options: Sequence[str]
) -> Iterator[tuple[str, Shown]]:
    source = source_of(reader, dict(map(_pair, options)))
    if needs_path(source) and file is None:
        raise click.UsageError(f"reader {reader!r} needs a file or folder")
    # What needs no file takes no path.
    for question in source.read(file):  # type: ignore[arg-type]
        yield f"{file.name if file else reader}: question", question


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise click.UsageError(f"--option: expected NAME=VALUE, found {text!r}")
    return name, value


def _records(file: Path) -> Iterator[tuple[str, Shown]]:
    formats: list[ExampleFormat] = [plugin.load() for plugin in EXAMPLE_FORMATS]
    for row in read_rows(file):
        try:
            record = _record(row, formats)
        except (TypeError, ValueError, AttributeError) as error:
            if isinstance(error, DataError):
                raise
            raise row.problem(str(error)) from error
        yield f"{row.path.name}:{row.line}: {_kind(record)}", record


def _record(row: Record, formats: Sequence[ExampleFormat]) -> Shown:
    """What a row says, checked."""
    keys = row.value.keys()
    if any(key in keys for key in _OF_EXAMPLES):
        return example_of(row.value, row.number, formats)
    if "text" in keys:
        return Question.from_json(row.value)
    if "answers" in keys:
        return Prediction.from_json(row.value)
    found = ", ".join(map(repr, keys))
    raise DataError(
        row.path,
        f"expected a question, an example or a prediction, found {found:.200}",
        line=row.line,
        hint="name the form of other question files: --reader rog",
    )


def _kind(record: Shown) -> str:
    return type(record).__name__.replace("Example", " example").strip().lower()
