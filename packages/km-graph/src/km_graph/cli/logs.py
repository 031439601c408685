"""What ``km`` does with log records; libraries only emit them."""

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from km_graph.errors import OutputError

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class _Stderr(logging.Handler):
    """Writes to whatever ``sys.stderr`` is now, which a progress bar may have replaced."""

    def emit(self, record: logging.LogRecord) -> None:
        sys.stderr.write(self.format(record) + "\n")


class _JsonLines(logging.Formatter):
    """One JSON object a record."""

    def format(self, record: logging.LogRecord) -> str:
        row: dict[str, Any] = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            row["traceback"] = self.formatException(record.exc_info)
        return json.dumps(row, ensure_ascii=False)


@contextmanager
def log_to_stderr(verbose: int, *, quiet: bool, log_file: str | None = None) -> Iterator[None]:
    """Logging as the global options ask, for as long as the command runs."""
    shown = (
        logging.ERROR if quiet else (logging.WARNING, logging.INFO, logging.DEBUG)[min(verbose, 2)]
    )
    console = _Stderr(shown)
    console.setFormatter(logging.Formatter(_FORMAT, "%H:%M:%S"))
    handlers: list[logging.Handler] = [console]
    if log_file:
        handlers.append(_file(log_file))
    root = logging.getLogger()
    before = root.level
    root.setLevel(min(shown, logging.INFO) if log_file else shown)
    for handler in handlers:
        root.addHandler(handler)
    try:
        yield
    finally:
        root.setLevel(before)
        for handler in handlers:
            root.removeHandler(handler)
            handler.close()


def _file(path: str) -> logging.Handler:
    try:
        handler = logging.FileHandler(path, encoding="utf-8")
    except OSError as error:
        failure = OutputError(path, error.strerror or str(error))
        failure.hint = "choose another --log-file"
        raise failure from error
    handler.setFormatter(_JsonLines())
    return handler
