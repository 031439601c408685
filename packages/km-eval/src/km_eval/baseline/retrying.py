"""Try again where that can help, a bounded number of times."""

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from km_eval.baseline.connection import RequestFailedError
from km_graph.errors import ModelRequestError

T = TypeVar("T")
logger = logging.getLogger(__name__)

MAX_PAUSE = 120.0
"""A server that asks for a longer pause than this is not waited for, in seconds."""

_PASSING = frozenset({408, 409, 429})


def is_passing(status: int | None) -> bool:
    """Whether a failure with this HTTP status (None: no connection) may pass by itself.

    Example:
        >>> is_passing(429), is_passing(503), is_passing(401)
        (True, True, False)
    """
    return status is None or status in _PASSING or status >= 500


def with_retries(
    request: Callable[[], T],
    *,
    url: str,
    attempts: int,
    first_pause: float = 0.5,
    sleep: Callable[[float], None] = time.sleep,
) -> T:
    """What ``request`` returns, tried up to ``attempts`` times.

    Only 408, 409, 429, 5xx and failed connections are tried again, after the pause that the
    server asks for, else after ``first_pause`` seconds, doubled each time. Each retry is logged.

    Raises:
        ModelRequestError: When there is no use in trying on.
    """
    for attempt in range(1, attempts + 1):
        try:
            return request()
        except RequestFailedError as error:
            pause = error.retry_after
            if pause is None:
                pause = min(first_pause * 2 ** (attempt - 1), MAX_PAUSE)
            if attempt == attempts or pause > MAX_PAUSE or not is_passing(error.status):
                raise ModelRequestError(
                    url, error.message, status=error.status, attempts=attempt
                ) from error
            logger.warning("%s: %s; trying again in %.1f s", url, error.message, pause)
            sleep(pause)
    message = f"attempts must be at least 1, not {attempts}"
    raise AssertionError(message)
