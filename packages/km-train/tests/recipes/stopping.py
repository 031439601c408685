"""A run that kills itself half-way: options as JSON, run folder, step to die at."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from km_graph.step import StepContext
from km_train.steps import RUN


class Deadly:
    """Progress that kills the process after so many steps."""

    def __init__(self, after: int) -> None:
        self.left = after

    @contextmanager
    def task(self, what: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
        yield self.advance

    def advance(self, steps: int) -> None:
        self.left -= steps
        if self.left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    options, out, after = sys.argv[1:]
    context = StepContext(Path(out), seed=1, progress=Deadly(int(after)))
    RUN.run(RUN.options.model_validate_json(options), context)
