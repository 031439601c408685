"""``km data show``: the first records of a file, for people."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import click

from km_data.records import Example, Prediction, Question
from km_graph.errors import DataError
from km_graph.files import read_jsonl

_SHOWN = 5


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-n", "--records", type=click.IntRange(min=1), default=3, help="How many to show.")
def show(file: Path, records: int) -> None:
    """Show the first records of a file of questions, examples or predictions."""
    for line, row in islice(read_jsonl(file), records):
        click.secho(f"{file.name}:{line}", dim=True)
        for name, value in _record(file, line, row):
            click.echo(click.style(f"{name:>15}  ", bold=True) + _indented(value))
        click.echo()


def _record(file: Path, line: int, row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The fields of a record as people read them, checked as a record first."""
    kind = Example if "prompt" in row else Question if "text" in row else Prediction
    try:
        record = kind.from_json(row).to_json()
    except (TypeError, ValueError, AttributeError) as error:
        raise DataError(file, str(error), line=line) from error
    for name, value in record.items():
        yield name.replace("_", " "), _said(value)


def _said(value: Any) -> str:
    if not isinstance(value, list):
        return str(value)
    more = f" … {len(value) - _SHOWN} more" if len(value) > _SHOWN else ""
    return ", ".join(map(str, value[:_SHOWN])) + more


def _indented(text: str) -> str:
    return text.rstrip("\n").replace("\n", "\n" + " " * 17)
