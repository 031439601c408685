"""Asking a server again, a few times and ever later, when it may do better the next time."""

import logging
import os
import time

from km_graph.errors import ConfigError, ServerError

logger = logging.getLogger(__name__)

_LONGEST = 120.0
"""Seconds: a server that asks for a longer wait is not waited for."""


class TransientError(Exception):
    """A failure that may pass; never leaves this package.

    Attributes:
        retry_after: The seconds to wait that the server asks for, or None.
    """

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Attempts:
    """Counts failures in a row.

    Attributes:
        most: How many attempts there are in all.
        backoff: The seconds before the second one, doubled before each one after it.
    """

    def __init__(self, url: str, most: int, backoff: float) -> None:
        self.url = url
        self.most = most
        self.backoff = backoff
        self.failed = 0

    def wait(self, error: TransientError) -> None:
        """Wait before the next attempt.

        Raises:
            ServerError: If this was the last one, or the server asks for too long a wait.
        """
        self.failed += 1
        if self.failed >= self.most:
            raise ServerError(self.url, str(error), attempts=self.failed) from error
        seconds = delay(self.failed, self.backoff, error.retry_after)
        if seconds > _LONGEST:
            message = f"{error}; it asks to wait {seconds:.0f} s"
            raise ServerError(self.url, message, hint="try again later") from error
        logger.warning("%s: %s; trying again in %.1f s", self.url, error, seconds)
        time.sleep(seconds)

    def succeeded(self) -> None:
        """Start counting anew."""
        self.failed = 0


def delay(failed: int, backoff: float, asked: float | None) -> float:
    """The seconds to wait after so many failures: what the server asks for, or ever longer.

    Example:
        >>> [delay(failed, 1.0, None) for failed in (1, 2, 3)], delay(1, 1.0, 30.0)
        ([1.0, 2.0, 4.0], 30.0)
    """
    return max(asked or 0.0, min(backoff * 2.0 ** (failed - 1), _LONGEST))


def password_of(user: str, variable: str) -> str:
    """The password of a user, from the environment alone.

    Raises:
        ConfigError: If the variable is not set.
    """
    if (password := os.environ.get(variable)) is None:
        raise ConfigError("", [f"user {user!r} needs a password"], hint=f"set {variable}")
    return password
