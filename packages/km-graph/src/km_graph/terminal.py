"""What ``km`` shows people: progress on standard error, tables on standard output."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import click
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from km_graph.progress import SILENT, Progress
from km_graph.progress_bars import BarProgress, LineProgress

_PIPE_WIDTH = 200


def terminal_progress() -> Progress:
    """The progress that fits where ``km`` runs: bars, lines, or nothing under ``-q``."""
    ctx = click.get_current_context(silent=True)
    if ctx is not None and ctx.find_root().params.get("quiet"):
        return SILENT
    return BarProgress() if sys.stderr.isatty() else LineProgress()


def print_json(value: Any) -> None:
    """One JSON document on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_table(
    columns: Sequence[str], rows: Iterable[Sequence[object]], *, title: str | None = None
) -> None:
    """A table on standard output; numbers stand to the right, empty column names show no head."""
    cells = [list(row) for row in rows]
    table = Table(
        title=title and Text(title),
        title_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        show_header=any(columns),
    )
    for i, column in enumerate(columns):
        numbers = bool(cells) and all(isinstance(row[i], int | float) for row in cells)
        last = i == len(columns) - 1
        table.add_column(
            Text(column),
            justify="right" if numbers else "left",
            overflow="fold",
            no_wrap=not last,
        )
    for row in cells:
        table.add_row(*(Text(cell_text(cell)) for cell in row))
    if sys.stdout.isatty():
        Console().print(table)
        return
    # A file or pipe has no width: lines are broken, and padded, only where a person reads them.
    console = Console(width=_PIPE_WIDTH)
    with console.capture() as drawn:
        console.print(table)
    click.echo("\n".join(line.rstrip() for line in drawn.get().splitlines()))


def print_summary(title: str, summary: Mapping[str, Any]) -> None:
    """What a step said of its result, one row a fact."""
    print_table(("", ""), list(flat(summary)), title=title)


def flat(summary: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Nested facts as ``outer.inner`` and value."""
    for key, value in summary.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def cell_text(value: object) -> str:
    """A value as people read it: thousands apart, four digits after the point, no brackets."""
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: "–"}[value]
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.1f}"
    if isinstance(value, list | tuple):
        return ", ".join(map(cell_text, value))
    return str(value)
