"""What ``km`` shows people: progress on standard error, tables on standard output."""

import json
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import click
from rich import box
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    ProgressColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as RichProgress
from rich.table import Table
from rich.text import Text

from km_graph.progress import SILENT, Advance, Progress

# Shorter work is not worth a line.
_WORTH_SAYING = 1.0
_REDRAW = 0.1
_PIPE_WIDTH = 200


class _RateColumn(ProgressColumn):
    """Units a second."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(
            f"{speed:,.0f}/s" if speed and speed >= 10 else f"{speed:.1f}/s" if speed else ""
        )


class BarProgress:
    """Bars with rate and remaining time, for a terminal."""

    def __init__(self) -> None:
        self.bars = RichProgress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            _RateColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
        )
        self.open = 0

    @contextmanager
    def task(self, what: str, total: int | None = None) -> Iterator[Advance]:
        """A bar while the context lasts; it stays if the work took long enough to be of note."""
        if not self.open:
            self.bars.start()
        self.open += 1
        start = time.monotonic()
        bar = self.bars.add_task(what, total=total)
        pending = _Batch(lambda n: self.bars.advance(bar, n))
        try:
            yield pending.add
        finally:
            pending.flush()
            if time.monotonic() - start < _WORTH_SAYING:
                self.bars.remove_task(bar)
            else:
                self.bars.stop_task(bar)
            self.open -= 1
            if not self.open:
                self._close()

    def _close(self) -> None:
        self.bars.stop()
        for bar in self.bars.task_ids:
            self.bars.remove_task(bar)


class _Batch:
    """Gathers small advances: drawing takes longer than the work they count."""

    def __init__(self, advance: Advance) -> None:
        self.advance = advance
        self.count = 0
        self.last = time.monotonic()

    def add(self, n: int) -> None:
        self.count += n
        if time.monotonic() - self.last >= _REDRAW:
            self.flush()

    def flush(self) -> None:
        self.advance(self.count)
        self.count = 0
        self.last = time.monotonic()


class LineProgress:
    """A line for every tenth of the work at most, for logs and files."""

    @contextmanager
    def task(self, what: str, total: int | None = None) -> Iterator[Advance]:
        """Lines while the context lasts, none for work that is over at once."""
        start = time.monotonic()
        done = said = 0

        def advance(n: int) -> None:
            nonlocal done, said
            done += n
            if not total or done * 10 // total <= said:
                return
            said = done * 10 // total
            if done < total and time.monotonic() - start >= _WORTH_SAYING:
                _say(f"{what}: {done:,} of {total:,} ({said * 10} %)")

        yield advance
        seconds = time.monotonic() - start
        if seconds >= _WORTH_SAYING:
            _say(f"{what}: {done:,} in {seconds:.1f} s")


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


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
