r"""The statements of N-Triples and N-Quads, with every bad line told apart from the rest.

Whole lines go to the parser in blocks, so a bad line can be left out and its neighbours stay,
and no line is longer than the limit. Lines also end at a lone ``\r``, as the grammar has it.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

from pyoxigraph import Quad, RdfFormat, parse

from km_graph.errors import GraphFormatError
from km_graph.formats.rdf_problems import explained
from km_graph.formats.reading import ReadOptions

_BLOCK = 1 << 18
_LINE = re.compile(rb"[^\r\n]*(?:\r\n?|\n|\Z)")
_END = re.compile(rb"\r\n?|\n")


class NumberedBlock(NamedTuple):
    """Whole lines of a stream, and the number of the first of them."""

    first: int
    text: bytes


def numbered_blocks(stream: IO[bytes], path: Path, options: ReadOptions) -> Iterator[NumberedBlock]:
    """The lines of a stream, many at a time.

    Raises:
        GraphFormatError: If a line is longer than ``options.max_line``.
    """
    first = 1
    for block in _blocks(stream, path, options.max_line):
        yield NumberedBlock(first, block)
        first += _count_lines(block)


def block_quads(
    block: NumberedBlock, path: Path, syntax: RdfFormat, options: ReadOptions, *, lenient: bool
) -> Iterator[Quad]:
    """The statements of some lines, each bad line a problem of its own."""
    first, text = block
    start = 0
    while start < len(text):
        try:
            yield from parse(text[start:], syntax, lenient=lenient)
        except (SyntaxError, MemoryError) as error:
            bad, end = _bad_line(text, start, error)
            options.on_problem(explained(error, path, line=first + bad))
            first += bad + 1
            start = end
        else:
            return


def _blocks(stream: IO[bytes], path: Path, longest: int) -> Iterator[bytes]:
    rest = [b""]
    held = 0
    while data := stream.read(_BLOCK):
        cut = data.rfind(b"\n") + 1
        if cut:
            yield b"".join((*rest, data[:cut]))
            rest, held = [], 0
        rest.append(data[cut:])
        held += len(data) - cut
        if held > longest:
            raise GraphFormatError(path, f"a line is longer than {longest:,} bytes")
    if held:
        yield b"".join(rest)


def _bad_line(block: bytes, start: int, error: SyntaxError | MemoryError) -> tuple[int, int]:
    """Which line after ``start`` is bad, counted from 0, and where the next one begins."""
    number = getattr(error, "lineno", None)
    if number is None:  # a term too long for the parser: the first line that is
        number = next(
            (i for i, line in enumerate(_LINE.finditer(block, start), 1) if _too_long(line)), 1
        )
    end = start
    for _ in range(number):
        end = _LINE.match(block, end).end()  # type: ignore[union-attr]  # it matches anything
    return number - 1, max(end, start + 1)


def _too_long(line: re.Match[bytes]) -> bool:
    return line.end() - line.start() >= 1 << 24


def _count_lines(block: bytes) -> int:
    return block.count(b"\n") if b"\r" not in block else sum(1 for _ in _END.finditer(block))
