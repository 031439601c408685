"""One run at a time in a run folder."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from km_graph.errors import KmError, OutputError


@contextmanager
def only_run_in(folder: Path) -> Iterator[None]:
    """A context that no other process is in for the same folder.

    The lock goes with the process, however it ends; the file stays and holds the last pid.

    Raises:
        KmError: If another process is in it, naming its pid.
        OutputError: If the folder cannot be written.
    """
    try:
        handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise OutputError(folder, error.strerror or str(error)) from error
    try:
        _lock(handle, folder)
        os.ftruncate(handle, 0)
        os.write(handle, str(os.getpid()).encode())
        yield
    finally:
        os.close(handle)


def _lock(handle: int, folder: Path) -> None:
    if sys.platform == "win32":  # has no flock; two runs of one folder are the user's care there
        return
    import fcntl  # noqa: PLC0415  # does not exist everywhere

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        pid = os.read(handle, 32).decode() or "unknown"
        raise KmError(
            f"{folder} is in use by another run, process {pid}",
            hint="wait for it, end it, or choose another run folder with --run",
        ) from error
