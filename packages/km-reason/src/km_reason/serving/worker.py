"""One thread that does all reasoning, and the queue before it.

Models and reasoners need not be safe to use from several threads, so none of them ever is.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TypeVar

from km_reason.serving.limits import Limits
from km_reason.serving.metrics import Metrics
from km_reason.serving.refusals import Refusal

T = TypeVar("T")


class Worker:
    """Does one piece of work after the other.

    Args:
        limits: How long a piece may take, and how many may wait.
        metrics: Where to count those that wait.
    """

    def __init__(self, limits: Limits, metrics: Metrics) -> None:
        self._limits = limits
        self._metrics = metrics
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="km-reason")

    async def run(self, work: Callable[[Event], T]) -> T:
        """What ``work`` returns; its argument is set when nobody waits for that any more.

        Raises:
            Refusal: If too many wait, or it takes too long.
        """
        if self._metrics.waiting >= self._limits.waiting:
            raise Refusal(429, f"{self._limits.waiting} questions wait already; ask again later")
        stop = Event()
        self._metrics.waiting += 1
        try:
            future = asyncio.wrap_future(self._thread.submit(work, stop))
            return await asyncio.wait_for(future, self._limits.seconds)
        except TimeoutError:
            reason = f"there was no answer within {self._limits.seconds:g} seconds"
            raise Refusal(504, reason) from None
        finally:
            stop.set()
            self._metrics.waiting -= 1

    def close(self) -> None:
        """Finish what is being done and drop what waits."""
        self._thread.shutdown(wait=True, cancel_futures=True)
