"""How many CPU threads a model is worth."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch

_SMALL = 10_000_000


@contextmanager
def worthwhile_threads(model: Any) -> Iterator[int]:
    """A context in which a small model on the CPU is computed by one thread.

    Its matrices are multiplied sooner than a second thread wakes up, and where the machine has
    other work, threads waiting for each other cost many times what they save. Yields the number
    of threads.
    """
    before = torch.get_num_threads()
    small = sum(weight.numel() for weight in model.parameters()) < _SMALL
    if small and model.device.type == "cpu":
        torch.set_num_threads(1)
    try:
        yield torch.get_num_threads()
    finally:
        torch.set_num_threads(before)
