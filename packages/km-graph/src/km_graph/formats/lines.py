r"""Text files as numbered lines, plain or gzip, read and written without changing a character.

Lines end at ``\n`` or ``\r\n`` and nowhere else: ``str.splitlines`` and text-mode files would
also split labels at U+0085, U+2028 or a lone ``\r``.
"""

import gzip
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from km_graph.errors import GraphFormatError
from km_graph.files import atomic_file

_BOM = "\ufeff"
_SHOWN = 80


def read_lines(
    path: Path, *, encoding: str = "utf-8", keep_ends: bool = False
) -> Iterator[tuple[int, str]]:
    """Every line with its number from 1, without its end and without a byte-order mark.

    Raises:
        GraphFormatError: If the file is missing, is not text in that encoding, or is not whole
            gzip though its name ends in ``.gz``.
    """
    _check_encoding(path, encoding)
    for number, raw in enumerate(_raw_lines(path), 1):
        line = _decoded(path, number, raw, encoding)
        if number == 1:
            line = line.removeprefix(_BOM)
        yield number, line if keep_ends else _without_end(line)


def write_lines(path: Path, lines: Iterable[str]) -> None:
    r"""Write lines as UTF-8 with ``\n`` ends, atomically, as gzip if the name ends in ``.gz``.

    A first line that begins with U+FEFF gets a byte-order mark, since a reader takes one away.

    Raises:
        OutputError: If the file cannot be written.
    """
    with atomic_file(path, binary=True) as file:
        if path.suffix != ".gz":
            _write(lines, file)
            return
        # No name and no time in the header: the same graph gives the same bytes.
        with gzip.GzipFile("", "wb", compresslevel=6, fileobj=file, mtime=0) as packed:
            _write(lines, packed)


def _write(lines: Iterable[str], file: "IO[bytes] | gzip.GzipFile") -> None:
    for number, line in enumerate(lines):
        if number == 0 and line.startswith(_BOM):
            file.write(_BOM.encode())
        file.write(f"{line}\n".encode())


def _raw_lines(path: Path) -> Iterator[bytes]:
    number = 0
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            for number, raw in enumerate(file, 1):  # noqa: B007  # for the messages below
                yield raw
    except FileNotFoundError as error:
        raise GraphFormatError(path, "no such file") from error
    except EOFError as error:
        raise GraphFormatError(
            path, "the gzip data ends too early", line=number + 1, hint="fetch the file again"
        ) from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise GraphFormatError(path, f"expected gzip data: {error}") from error
    except OSError as error:
        raise GraphFormatError(path, f"cannot be read: {error.strerror or error}") from error


def _decoded(path: Path, number: int, raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        found = error.object[error.start : error.end]
        raise GraphFormatError(
            path, f"expected {encoding} text, found the bytes {found!r}", line=number
        ) from error


def _without_end(line: str) -> str:
    return line[:-1].removesuffix("\r") if line.endswith("\n") else line


def _check_encoding(path: Path, encoding: str) -> None:
    try:
        ends_lines = "\n".encode(encoding) == b"\n"
    except LookupError as error:
        raise GraphFormatError(path, f"no text encoding is called {encoding!r}") from error
    if not ends_lines:
        raise GraphFormatError(
            path, f"cannot be read as {encoding}", hint="convert the file to utf-8"
        )


def shorten(text: str) -> str:
    """A piece of a file as a message shows it: quoted, its end left out where it is long."""
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")
