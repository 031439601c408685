"""What a reasoner is doing, told while it does it, and a way to make it stop."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any

from km_graph.progress import Advance

Stage = dict[str, Any]
Tell = Callable[[Stage], None]


class Stopped(Exception):  # noqa: N818  (nobody waits for the answer any more)
    """The work was given up: its time is over, or whoever asked has gone."""


class StageProgress:
    """Progress that is told as stages, and that ends the work where nobody waits for it.

    Args:
        tell: Is called with each stage, on the thread of the work.
        stop: When set, the next word of the work raises ``Stopped``.
    """

    def __init__(self, tell: Tell, stop: Event) -> None:
        self._tell = tell
        self._stop = stop

    def check(self) -> None:
        """Raise ``Stopped`` if nobody waits any more."""
        if self._stop.is_set():
            raise Stopped

    @contextmanager
    def task(self, what: str, total: int | None = None) -> Iterator[Advance]:  # noqa: ARG002
        """Tell that ``what`` is being done; each advance is an occasion to stop."""
        self.check()
        self._tell({"stage": "planning", "doing": what})

        def advance(n: int) -> None:  # noqa: ARG001
            self.check()

        yield advance
