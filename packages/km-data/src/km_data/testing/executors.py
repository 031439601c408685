"""What every executor does, as tests."""

# ruff: noqa: D102 - the name of a test says what it shows

import os
from collections.abc import Iterator

import pytest

from km_data.executors import Executor
from km_graph.errors import DataError

# Here and not in a test file: what other processes are sent is looked up by its module's name.


def no_shards_yet() -> list[int]:
    """The state of a worker: the shards it has seen."""
    return []


def doubled(state: list[int], shard: int) -> tuple[int, int]:
    """Twice the shard, and how many its worker has seen."""
    state.append(shard)
    return shard * 2, len(state)


def failing(state: list[int], shard: int) -> int:  # noqa: ARG001
    """The shard, unless it is 2."""
    if shard == 2:
        raise DataError("file", "is bad", line=2, hint="mend it")
    return shard


def dying(state: list[int], shard: int) -> None:  # noqa: ARG001
    """The end of the worker."""
    os._exit(1)


class ExecutorContract:
    """What every executor does. Fixture: ``executor``."""

    @pytest.fixture
    def executor(self) -> Executor:
        raise NotImplementedError

    def test_is_an_executor(self, executor: Executor) -> None:
        assert isinstance(executor, Executor)

    def test_results_come_in_order_of_the_shards_and_states_last(self, executor: Executor) -> None:
        with executor.workers(no_shards_yet, 2) as workers:
            results = list(workers.map(doubled, range(10)))
        assert [2 * i for i in range(10)] == [value for value, _ in results]
        assert max(seen for _, seen in results) >= 5

    def test_errors_keep_their_kind_and_place(self, executor: Executor) -> None:
        with executor.workers(no_shards_yet, 2) as workers:
            results = workers.map(failing, range(5))
            assert [next(results), next(results)] == [0, 1]
            with pytest.raises(DataError, match="file:2: is bad; mend it") as caught:
                next(results)
        assert caught.value.line == 2

    def test_shards_are_taken_only_a_few_ahead(self, executor: Executor) -> None:
        taken = []

        def shards() -> Iterator[int]:
            for i in range(50):
                taken.append(i)
                yield i

        with executor.workers(no_shards_yet, 2) as workers:
            results = workers.map(doubled, shards())
            next(results)
            assert len(taken) <= 6
            list(results)
        assert len(taken) == 50
