r"""Text files as numbered lines, packed or not, read and written without changing a character.

Lines end at ``\n`` or ``\r\n`` and nowhere else: ``str.splitlines`` and text-mode files would
also split labels at U+0085, U+2028 or a lone ``\r``.
"""

import codecs
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from km_graph.errors import GraphFormatError
from km_graph.formats.reading import DEFAULT, ReadOptions
from km_graph.formats.streams import atomic_stream, open_stream

_BOM = "\ufeff"
_SHOWN = 80
_BLOCK = 1 << 18
# Encodings in which the byte of a line end is nothing else, so that blocks decode at once.
_AT_ONCE = ("utf-8", "ascii", "iso8859-1", "cp1252")


def read_lines(
    path: Path, options: ReadOptions = DEFAULT, *, keep_ends: bool = False
) -> Iterator[tuple[int, str]]:
    """Every line with its number from 1, without its end and without a byte-order mark.

    A line that is too long or is not of the encoding is a problem of the options, and left out
    where that does not raise.

    Raises:
        GraphFormatError: As ``open_stream`` does, or if the encoding cannot be used.
    """
    for first, block in read_blocks(path, options):
        for number, line in _decoded(path, first, block, options):
            yield number, line if keep_ends else _without_end(line)


def read_blocks(path: Path, options: ReadOptions = DEFAULT) -> Iterator[tuple[int, bytes]]:
    """Whole lines, many at once, with the number of the first of them.

    A byte-order mark is left out, and so is a line that is too long where that does not raise.

    Raises:
        GraphFormatError: As ``read_lines`` does.
    """
    mark = _byte_order_mark(path, options.encoding)
    number = 1
    with open_stream(path, options) as stream:
        for whole in _whole_lines(stream, options.max_line):
            block = whole.removeprefix(mark) if number == 1 else whole
            if len(block) > options.max_line:
                yield from _short_enough(path, number, block, options)
            elif block:
                yield number, block
            number += whole.count(b"\n")


def write_lines(path: Path, lines: Iterable[str]) -> None:
    r"""Write lines as UTF-8 with ``\n`` ends, atomically, packed as the suffix says.

    A first line that begins with U+FEFF gets a byte-order mark, since a reader takes one away.

    Raises:
        OutputError: If the file cannot be written.
    """
    with atomic_stream(path) as file:
        for number, line in enumerate(lines):
            if number == 0 and line.startswith(_BOM):
                file.write(_BOM.encode())
            file.write(f"{line}\n".encode())


def shorten(text: str) -> str:
    """A piece of a file as a message shows it: quoted, its end left out where it is long."""
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")


def _whole_lines(stream: io.BufferedReader, max_line: int) -> Iterator[bytes]:
    """Blocks of whole lines; a line that is far too long comes without its middle."""
    held: list[bytes] = []
    length = 0
    while piece := stream.read1(_BLOCK):
        cut = piece.rfind(b"\n") + 1
        if cut:
            yield b"".join((*held, piece[:cut]))
            held, length = [], 0
        if length <= max_line:
            held.append(piece[cut:])
            length += len(held[-1])
    if length:
        yield b"".join(held)


def _short_enough(
    path: Path, first: int, block: bytes, options: ReadOptions
) -> Iterator[tuple[int, bytes]]:
    for number, line in enumerate(io.BytesIO(block), first):
        if len(line.rstrip(b"\r\n")) <= options.max_line:
            yield number, line
        else:
            problem = GraphFormatError(
                path,
                f"the line is longer than {options.max_line:,} bytes",
                line=number,
                hint="raise max_line if the file can be trusted",
            )
            options.on_problem(problem)


def _decoded(
    path: Path, first: int, block: bytes, options: ReadOptions
) -> Iterator[tuple[int, str]]:
    if codecs.lookup(options.encoding).name in _AT_ONCE:
        try:
            text = block.decode(options.encoding)
        except UnicodeDecodeError:
            pass  # which line it is, is found below
        else:
            return enumerate(io.StringIO(text, newline="\n"), first)
    return _decoded_singly(path, first, block, options)


def _decoded_singly(
    path: Path, first: int, block: bytes, options: ReadOptions
) -> Iterator[tuple[int, str]]:
    for number, raw in enumerate(io.BytesIO(block), first):
        try:
            line = raw.decode(options.encoding)
            line.encode()  # some encodings can spell half a character
        except UnicodeError as error:
            found = raw[error.start : error.end] if isinstance(error, UnicodeDecodeError) else raw
            what = f"expected {options.encoding} text, found the bytes {found[:_SHOWN]!r}"
            options.on_problem(GraphFormatError(path, what, line=number))
        else:
            yield number, line


def _without_end(line: str) -> str:
    return line[:-1].removesuffix("\r") if line.endswith("\n") else line


def _byte_order_mark(path: Path, encoding: str) -> bytes:
    try:
        ends_lines = "\n".encode(encoding) == b"\n"
    except LookupError as error:
        raise GraphFormatError(path, f"no text encoding is called {encoding!r}") from error
    if not ends_lines:
        raise GraphFormatError(
            path, f"cannot be read as {encoding}", hint="convert the file to utf-8"
        )
    try:
        return _BOM.encode(encoding)
    except UnicodeEncodeError:  # it has none
        return b""
