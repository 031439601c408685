"""The executor ``serial``: one worker, in this process."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from km_data.executors.contracts import Workers


class Serial:
    """Works in this process, whatever the number of workers; see ``Executor``."""

    @contextmanager
    def workers(self, start: Callable[[], object], count: int) -> Iterator[Workers]:  # noqa: ARG002
        """The one worker."""
        yield _Here(start())


class _Here:
    def __init__(self, state: object) -> None:
        self._state = state

    def map(self, task: Callable[[Any, Any], Any], shards: Iterable[Any]) -> Iterator[Any]:
        return (task(self._state, shard) for shard in shards)


SERIAL = Serial()
