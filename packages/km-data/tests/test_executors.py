from collections.abc import Iterator

import pytest

from km_data.executors import EXECUTORS, Executor, load_executor
from km_graph.errors import DataError, KmError


class Start:
    """Makes a state that tells how often it was made."""

    def __call__(self) -> list[int]:
        return []


def doubled(state: list[int], shard: int) -> tuple[int, int]:
    state.append(shard)
    return shard * 2, len(state)


def failing(state: list[int], shard: int) -> int:
    if shard == 2:
        raise DataError("file", "is bad", line=2, hint="mend it")
    return shard


@pytest.fixture(
    params=["serial", pytest.param("processes"), pytest.param("ray", marks=pytest.mark.slow)]
)
def executor(request: pytest.FixtureRequest) -> Executor:
    if request.param == "ray":
        pytest.importorskip("ray", reason="ray is not installed")
    loaded: Executor = EXECUTORS.load(request.param)
    return loaded


def test_results_come_in_order_of_the_shards_and_states_last(executor: Executor) -> None:
    assert isinstance(executor, Executor)
    with executor.workers(Start(), 2) as workers:
        results = list(workers.map(doubled, range(10)))
    assert [2 * i for i in range(10)] == [value for value, _ in results]
    assert max(seen for _, seen in results) >= 5


def test_errors_keep_their_kind_and_place(executor: Executor) -> None:
    with executor.workers(Start(), 2) as workers:
        results = workers.map(failing, range(5))
        assert [next(results), next(results)] == [0, 1]
        with pytest.raises(DataError, match="file:2: is bad; mend it") as caught:
            next(results)
    assert caught.value.line == 2


def test_shards_are_taken_only_a_few_ahead(executor: Executor) -> None:
    taken = []

    def shards() -> Iterator[int]:
        for i in range(50):
            taken.append(i)
            yield i

    with executor.workers(Start(), 2) as workers:
        results = workers.map(doubled, shards())
        next(results)
        assert len(taken) <= 6
        list(results)
    assert len(taken) == 50


def test_auto_takes_processes_where_there_are_several_workers() -> None:
    assert load_executor("auto", 1) is load_executor("serial", 1)
    assert load_executor("auto", 2) is load_executor("processes", 2)


def die(state: list[int], shard: int) -> None:
    import os

    os._exit(1)


def test_a_killed_process_is_an_error_that_says_so() -> None:
    with (
        load_executor("processes", 1).workers(Start(), 1) as workers,
        pytest.raises(KmError, match="a worker process ended before its work was done"),
    ):
        list(workers.map(die, [1]))
