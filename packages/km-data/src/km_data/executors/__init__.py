"""Where work on many shards is done: in this process, in several, on several machines."""

from km_data.executors.contracts import EXECUTORS, Executor, Workers, load_executor

__all__ = ["EXECUTORS", "Executor", "Workers", "load_executor"]
