"""The executor ``processes``: several workers on this machine."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

from km_data.executors.contracts import Workers, in_order
from km_graph.errors import KmError

_STATE: dict[str, object] = {}  # of this worker process


class Processes:
    """Works in processes that are spawned anew, the same on every platform; see ``Executor``."""

    @contextmanager
    def workers(self, start: Callable[[], object], count: int) -> Iterator[Workers]:
        """The processes; they end with the context."""
        pool = ProcessPoolExecutor(
            count, get_context("spawn"), initializer=_start, initargs=(start,)
        )
        try:
            yield _Pool(pool, count)
        finally:
            pool.shutdown(cancel_futures=True)


class _Pool:
    def __init__(self, pool: ProcessPoolExecutor, count: int) -> None:
        self._pool = pool
        self._ahead = 2 * count

    def map(self, task: Callable[[Any, Any], Any], shards: Iterable[Any]) -> Iterator[Any]:
        def submit(shard: object) -> Future[Any]:
            return self._pool.submit(_run, task, shard)

        try:
            for future in in_order(submit, shards, ahead=self._ahead):
                yield future.result()
        except BrokenProcessPool as error:
            raise KmError(
                "a worker process ended before its work was done",
                hint="if memory ran out, use fewer --workers; --workers 1 shows any error in full",
            ) from error


def _start(start: Callable[[], object]) -> None:
    _STATE["state"] = start()


def _run(task: Callable[[Any, Any], Any], shard: object) -> Any:
    return task(_STATE["state"], shard)


PROCESSES = Processes()
