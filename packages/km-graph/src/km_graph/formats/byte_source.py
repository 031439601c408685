"""A file, a pipe or the standard input as the bytes that lie there.

Nothing is fetched: a name is that of a file or of a pipe, and what is neither is refused.
"""

import io
import re
import stat
import sys
from pathlib import Path
from typing import IO

from km_graph.errors import GraphFormatError
from km_graph.formats.compression import tells_packing
from km_graph.formats.reading import ReadOptions

STANDARD = Path("-")
"""The name of the standard input and output."""

_HEAD = 16
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]+:/")  # Path makes "http:/x" of "http://x"
_KINDS = {
    stat.S_IFDIR: "is a folder",
    stat.S_IFSOCK: "is a socket",
    stat.S_IFBLK: "is a device",
    stat.S_IFCHR: "is a device",
}


class Source(io.RawIOBase):
    """The bytes as they lie there, with a look at the first few."""

    def __init__(self, path: Path, options: ReadOptions) -> None:
        super().__init__()
        self.path = path
        self._on_bytes = options.on_bytes
        self._own = path != STANDARD
        self._file: IO[bytes] = opened(path) if self._own else sys.stdin.buffer
        self._head = b""

    def peek(self) -> bytes:
        """The first bytes: as many as tell how they are packed, or all there are."""
        while not tells_packing(self._head) and (more := self._fetch(_HEAD)):
            self._head += more
        return self._head

    def take(self, size: int) -> bytes:
        """At least one byte and at most ``size``, none at the end."""
        if not self._head:
            return self._fetch(size)
        piece, self._head = self._head[:size], self._head[size:]
        return piece

    def _fetch(self, size: int) -> bytes:
        try:
            piece: bytes = self._file.read1(size)  # type: ignore[attr-defined]
        except OSError as error:
            raise _unreadable(self.path, error) from error
        self._on_bytes(len(piece))
        return piece

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        """Put the bytes that come next into a buffer; how many they are."""
        piece = self.take(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        """Close the file, if it is not the standard input."""
        if self._own and hasattr(self, "_file"):
            self._file.close()
        super().close()


def check_file(path: Path) -> None:
    """Refuse what is no file and no pipe, saying what it is.

    Raises:
        GraphFormatError: If so, or if it is missing.
    """
    try:
        kind = stat.S_IFMT(path.stat().st_mode)
    except FileNotFoundError as error:
        raise _missing(path) from error
    except OSError as error:
        raise _unreadable(path, error) from error
    except ValueError as error:  # a NUL byte in the name
        raise GraphFormatError(repr(str(path)), "is no file name") from error
    if kind in _KINDS:
        raise GraphFormatError(path, f"{_KINDS[kind]}, expected a file")


def _missing(path: Path) -> GraphFormatError:
    if path.is_symlink():
        return GraphFormatError(path, f"is a link to the missing file {str(path.readlink())!r}")
    if _URL.match(str(path)):
        return GraphFormatError(
            path, "no such file; URLs are not fetched", hint="download it and read the file"
        )
    return GraphFormatError(path, "no such file")


def opened(path: Path) -> IO[bytes]:
    """A file or pipe, opened for reading.

    Raises:
        GraphFormatError: If it is neither, missing, or cannot be read.
    """
    check_file(path)
    try:
        return path.open("rb")
    except FileNotFoundError as error:
        raise _missing(path) from error
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> GraphFormatError:
    return GraphFormatError(path, f"cannot be read: {error.strerror or error}")
