"""Progress for people: bars on a terminal, lines where there is none."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

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
from rich.text import Text

from km_graph.progress import Advance

# Shorter work is not worth a line.
_WORTH_SAYING = 1.0
_REDRAW = 0.1


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
