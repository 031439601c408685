import pytest

from km_data.executors import EXECUTORS, Executor, load_executor
from km_data.testing import ExecutorContract
from km_data.testing.executors import dying, no_shards_yet
from km_graph.errors import KmError


class TestSerial(ExecutorContract):
    @pytest.fixture
    def executor(self) -> Executor:
        return EXECUTORS.load("serial")


class TestProcesses(ExecutorContract):
    @pytest.fixture
    def executor(self) -> Executor:
        return EXECUTORS.load("processes")


@pytest.mark.slow
class TestRay(ExecutorContract):
    @pytest.fixture
    def executor(self) -> Executor:
        pytest.importorskip("ray", reason="ray is not installed")
        return EXECUTORS.load("ray")


def test_auto_takes_processes_where_there_are_several_workers() -> None:
    assert load_executor("auto", 1) is load_executor("serial", 1)
    assert load_executor("auto", 2) is load_executor("processes", 2)


def test_a_killed_process_is_an_error_that_says_so() -> None:
    with (
        load_executor("processes", 1).workers(no_shards_yet, 1) as workers,
        pytest.raises(KmError, match="a worker process ended before its work was done"),
    ):
        list(workers.map(dying, [1]))
