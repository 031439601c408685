"""Files as streams of bytes, unpacked on the way, with limits; ``-`` is the standard stream.

Nothing is fetched: a name is that of a file or of a pipe. What is packed is known by its suffix,
and without such a suffix (a pipe has none) by how it begins.
"""

import io
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from km_graph.errors import KmError, OutputError
from km_graph.files import atomic_file
from km_graph.formats.byte_source import STANDARD, Source, opened
from km_graph.formats.compression import by_content, by_suffix
from km_graph.formats.reading import DEFAULT, ReadOptions
from km_graph.formats.unpacking import Unpacked

__all__ = ["STANDARD", "atomic_stream", "open_seekable", "open_stream"]

_BUFFER = 1 << 18


def open_stream(path: Path, options: ReadOptions = DEFAULT) -> io.BufferedReader:
    """The bytes of a file, of a pipe, or of the standard input (``-``), unpacked.

    A file of several packed members is one stream. Problems met while reading are raised from
    the ``read`` that meets them.

    Raises:
        GraphFormatError: If it is missing, is no file or pipe, cannot be read, is torn, or
            expands beyond the limits of the options.
        MissingDependencyError: If it is Zstandard and that extra is not installed.
    """
    source = Source(path, options)
    try:
        packing = by_suffix(path) or by_content(source.peek())
        raw: io.RawIOBase = Unpacked(source, packing, options) if packing else source
    except BaseException:
        source.close()
        raise
    return io.BufferedReader(raw, _BUFFER)


@contextmanager
def open_seekable(path: Path, options: ReadOptions = DEFAULT) -> Iterator[IO[bytes]]:
    """A file as ``open_stream`` opens it, to be read in any order.

    What is packed or a pipe is first unpacked into a temporary file without a name.

    Raises:
        GraphFormatError: As ``open_stream`` and reading from it do.
    """
    with open_stream(path, options) as stream:
        raw: object = stream.raw
        if isinstance(raw, Source) and path.is_file():
            with opened(path) as file:
                yield file
            return
        with TemporaryFile() as unpacked:
            shutil.copyfileobj(stream, unpacked, _BUFFER)
            unpacked.seek(0)
            yield unpacked


@contextmanager
def atomic_stream(path: Path) -> Iterator[IO[bytes]]:
    """A binary file to write, packed as its suffix says, that takes its name only when whole.

    ``-`` is the standard output; a pipe is written as it is.

    Raises:
        OutputError: If it cannot be written.
    """
    packing = by_suffix(path)
    with _target(path) as file:
        if packing is None:
            yield file
            return
        with packing.packed(file) as packed:
            yield packed


@contextmanager
def _target(path: Path) -> Iterator[IO[bytes]]:
    if path != STANDARD and not (path.is_fifo() or path.is_char_device()):
        with atomic_file(path, binary=True) as file:
            yield file
        return
    try:
        if path == STANDARD:
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        else:
            with path.open("wb") as file:
                yield file
    except BrokenPipeError:
        raise  # whoever read has enough; the command ends as others in a pipeline do
    except OSError as error:
        if isinstance(error, KmError):
            raise
        raise OutputError(path, error.strerror or str(error)) from error
