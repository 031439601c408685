"""Progress of long work, said by libraries and shown by whoever runs them."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol, TypeVar

T = TypeVar("T")

Advance = Callable[[int], None]
"""Tells that so many more units are done."""


class Progress(Protocol):
    """Something that shows how far work has come."""

    def task(self, what: str, total: int | None = None) -> AbstractContextManager[Advance]:
        """Show ``what`` while the context lasts; it yields the function to call per unit."""
        ...


class Silent:
    """Progress nobody looks at; the default of every library function."""

    @contextmanager
    def task(self, what: str, total: int | None = None) -> Iterator[Advance]:  # noqa: ARG002
        """A context that shows nothing."""
        yield lambda _n: None


SILENT = Silent()


def track(
    items: Iterable[T], progress: Progress, what: str, total: int | None = None
) -> Iterator[T]:
    """The items, one by one, with each counted as done when the next is asked for."""
    with progress.task(what, total) as advance:
        for item in items:
            yield item
            advance(1)
