"""When a search has to stop."""

import math
import time
from collections.abc import Callable
from typing import TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


class OutOfTimeError(Exception):
    """The time of a search is over; what it found so far counts."""


class Clock:
    """The time that a search has.

    Args:
        seconds: How much; None for no end.
    """

    def __init__(self, seconds: float | None = None) -> None:
        self._end = math.inf if seconds is None else time.monotonic() + seconds

    def check(self) -> None:
        """Nothing, while there is time.

        Raises:
            OutOfTimeError: When it is over.
        """
        if self._end < math.inf and time.monotonic() >= self._end:
            raise OutOfTimeError

    def watch(self, function: Callable[[Asked], Answer]) -> Callable[[Asked], Answer]:
        """The same function, which first looks at the clock."""

        def watched(asked: Asked) -> Answer:
            self.check()
            return function(asked)

        return watched


NO_CLOCK = Clock()
