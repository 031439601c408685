"""The executor ``ray``: workers on one machine or on a Ray cluster."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import cycle
from typing import Any

from km_data.executors.contracts import Workers, in_order
from km_graph.errors import KmError, MissingDependencyError


class OnRay:
    """Works in Ray actors; see ``Executor``.

    Ray's own environment variable ``RAY_ADDRESS`` names a cluster. Without it, and if Ray does
    not run in this process yet, a Ray of so many cores is started and ended with the context.
    """

    @contextmanager
    def workers(self, start: Callable[[], object], count: int) -> Iterator[Workers]:
        """The actors; they end with the context."""
        ray = _ray()
        ours = not ray.is_initialized()
        if ours:
            _connect(ray, count)
        actor = ray.remote(num_cpus=1)(_Worker)
        actors: list[Any] = [actor.remote(start) for _ in range(count)]
        try:
            yield _Actors(ray, actors)
        finally:
            for one in actors:
                ray.kill(one)
            if ours:
                ray.shutdown()


class _Actors:
    def __init__(self, ray: Any, actors: list[Any]) -> None:
        self._ray = ray
        self._actors = actors

    def map(self, task: Callable[[Any, Any], Any], shards: Iterable[Any]) -> Iterator[Any]:
        ray, turn = self._ray, cycle(self._actors)
        packed = ray.put(task)  # once, not with every shard

        def submit(shard: object) -> Any:
            return next(turn).run.remote(packed, shard)

        for found in in_order(submit, shards, ahead=2 * len(self._actors)):
            try:
                yield ray.get(found)
            except ray.exceptions.RayTaskError as error:
                cause = error.cause
                raise (cause if isinstance(cause, KmError) else error) from None
            except ray.exceptions.RayActorError as error:
                raise KmError(
                    "a Ray worker could not start or ended before its work was done",
                    hint="see Ray's log; the graph folder must have the same path on every node",
                ) from error


class _Worker:
    """The actor: makes its state once, then works shard by shard."""

    def __init__(self, start: Callable[[], object]) -> None:
        self._state = start()

    def run(self, task: Callable[[Any, Any], Any], shard: object) -> Any:
        return task(self._state, shard)


def _ray() -> Any:
    # Not at the top: without Ray the user is told what to install, not that a plugin is broken.
    try:
        import ray  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise MissingDependencyError("the executor ray", "km-data[ray]") from error
    return ray


def _connect(ray: Any, count: int) -> None:
    if os.environ.get("RAY_ADDRESS"):
        ray.init(log_to_driver=False)
    else:
        ray.init(num_cpus=count, include_dashboard=False, log_to_driver=False)


RAY = OnRay()
