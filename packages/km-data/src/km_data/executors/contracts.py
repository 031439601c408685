"""What an executor does: one ordered ``map`` over shards, wherever the work is done."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeVar, runtime_checkable

from km_graph.plugins import PluginGroup

EXECUTORS = PluginGroup("km.executors")

T = TypeVar("T")


class Workers(Protocol):
    """Workers that have started, each with a state of its own."""

    def map(self, task: Callable[[Any, Any], Any], shards: Iterable[Any]) -> Iterator[Any]:
        """``task(state, shard)`` for each shard, in the order of the shards.

        Shards are taken, and results held, only a few ahead of what is asked for. A KmError of a
        task is raised here, at its place in the order.
        """
        ...


@runtime_checkable
class Executor(Protocol):
    """Starts workers; the plugin is an object.

    What goes to other processes is pickled: tasks are functions of modules, or partials of them.
    """

    def workers(self, start: Callable[[], object], count: int) -> AbstractContextManager[Workers]:
        """So many workers; ``start()`` is called once in each and makes its state."""
        ...


def load_executor(name: str, workers: int) -> Executor:
    """An executor by its plugin name; ``"auto"`` is processes where there are several workers."""
    chosen = ("processes" if workers > 1 else "serial") if name == "auto" else name
    executor: Executor = EXECUTORS.load(chosen)
    return executor


def in_order(submit: Callable[[Any], T], shards: Iterable[Any], *, ahead: int) -> Iterator[T]:
    """What ``submit`` gives for each shard, in order, with at most ``ahead`` submitted before."""
    pending: deque[T] = deque()
    for shard in shards:
        pending.append(submit(shard))
        if len(pending) > ahead:
            yield pending.popleft()
    yield from pending
