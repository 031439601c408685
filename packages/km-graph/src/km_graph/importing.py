"""From a source to an encoder: in whole blocks of lines where the format allows, else one by one.

Lines go to the encoder as bytes and are never made into strings here. Where the encoder refuses a
line, the reader reads that block again and says what is wrong, in its words and with its numbers.
"""

import codecs
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from km_graph.encoding import LineError, LineLayout, TripleEncoder
from km_graph.errors import GraphFormatError
from km_graph.formats.contracts import Block, GraphReader, Statement, needs_path
from km_graph.formats.lines import read_blocks
from km_graph.formats.reading import DEFAULT, ReadOptions, unheard
from km_graph.graph.attributes import Attribute
from km_graph.progress import SILENT, Advance, Progress
from km_graph.sources import Source

_BLOCK = 8 << 20
_BATCH = 1 << 14


class Stated(NamedTuple):
    """How much a source states, repeats included."""

    triples: int
    attributes: int


class Lines(NamedTuple):
    """Whole lines of a file, and the number of the first of them."""

    first: int
    text: bytes


def encode(
    source: Source,
    encoder: TripleEncoder,
    options: ReadOptions = DEFAULT,
    progress: Progress = SILENT,
) -> Stated:
    """Hand all that a source states to an encoder.

    Args:
        source: What to read.
        encoder: What takes it.
        options: How to read it.
        progress: Where to say how many bytes of the file are read, or how many statements of
            what is no file.

    Raises:
        GraphFormatError: As the reader does.
    """
    if not needs_path(source.reader):
        with progress.task(f"reading {source.path.name}") as advance:
            return add_statements(source.read(options), encoder, advance)
    with progress.task(f"reading {source.path.name} (bytes)", source.size) as advance:
        options = replace(options, on_bytes=advance)
        if made := _blocks(source, options):
            return _sum(_add_block(block, encoder) for block in made)
        layout: LineLayout | None = getattr(source.reader, "layout", None)
        if layout is None or not _is_utf8(options.encoding):
            return add_statements(source.read(options), encoder)
        blocks = _joined(Lines(*block) for block in read_blocks(source.path, options))
        # A pipe may be silent for ever, and a thread that waits for it cannot be stopped.
        if source.size is not None:
            blocks = _ahead(blocks)
        return Stated(sum(_add(block, layout, source, encoder, options) for block in blocks), 0)


def add_statements(
    statements: Iterable[Statement], encoder: TripleEncoder, advance: Advance = unheard
) -> Stated:
    """Hand triples and attributes to an encoder, some thousands at a time."""
    triples = attributes = 0
    rest = iter(statements)
    while batch := list(islice(rest, _BATCH)):
        said = [statement for statement in batch if isinstance(statement, Attribute)]
        if said:
            encoder.add_attributes(said)
            attributes += len(said)
            triples += encoder.add(s for s in batch if not isinstance(s, Attribute))
        else:
            triples += encoder.add(batch)  # type: ignore[arg-type]  # as there are no others
        advance(len(batch))
    return Stated(triples, attributes)


def _blocks(source: Source, options: ReadOptions) -> Iterator[Block] | None:
    blocks = getattr(source.reader, "blocks", None)
    made: Iterator[Block] | None = blocks(source.path, options) if blocks else None
    return made


def _add_block(block: Block, encoder: TripleEncoder) -> Stated:
    taken = encoder.add_lines(block.lines, block.layout)
    encoder.add_attributes(block.attributes)
    triples, attributes = add_statements(block.statements, encoder)
    return Stated(taken + triples, len(block.attributes) + attributes)


def _sum(parts: Iterable[Stated]) -> Stated:
    triples = attributes = 0
    for part in parts:
        triples += part.triples
        attributes += part.attributes
    return Stated(triples, attributes)


def _is_utf8(encoding: str) -> bool:
    try:
        return codecs.lookup(encoding).name == "utf-8"
    except LookupError:  # which the reader says better
        return False


def _joined(parts: Iterator[Lines]) -> Iterator[list[Lines]]:
    """Parts in groups large enough for an encoder to work on with several threads."""
    group: list[Lines] = []
    size = 0
    for part in parts:
        group.append(part)
        size += len(part.text)
        if size >= _BLOCK:
            yield group
            group, size = [], 0
    if group:
        yield group


def _ahead(blocks: Iterator[list[Lines]]) -> Iterator[list[Lines]]:
    """The blocks, each read while the one before it is worked on."""

    def following() -> list[Lines]:
        return next(blocks, [])

    with ThreadPoolExecutor(1, "km-read") as reading:
        upcoming = reading.submit(following)
        while block := upcoming.result():
            upcoming = reading.submit(following)
            yield block


def _add(
    block: list[Lines],
    layout: LineLayout,
    source: Source,
    encoder: TripleEncoder,
    options: ReadOptions,
) -> int:
    try:
        return encoder.add_lines(b"".join(part.text for part in block), layout)
    except LineError:  # nothing of it was kept: part by part then
        return sum(_add_part(part, layout, source, encoder, options) for part in block)


def _add_part(
    part: Lines,
    layout: LineLayout,
    source: Source,
    encoder: TripleEncoder,
    options: ReadOptions,
) -> int:
    try:
        return encoder.add_lines(part.text, layout)
    except LineError:
        return add_statements(_read_again(part, source.reader, source.path, options), encoder)[0]


def _read_again(
    part: Lines, reader: GraphReader, path: Path, options: ReadOptions
) -> Iterator[Statement]:
    """What a reader makes of some lines; its problems name the file that they are of."""
    with TemporaryDirectory(prefix="km-lines-") as folder:
        copy = Path(folder) / "lines"
        # A blank line first: what begins the part is not at the beginning of its file.
        copy.write_bytes(b"\n" + part.text)

        def moved(problem: GraphFormatError) -> GraphFormatError:
            if problem.path != str(copy) or problem.line is None:
                return problem
            text = problem.message.removeprefix(f"{copy}:{problem.line}: ")
            line = part.first + problem.line - 2
            return GraphFormatError(path, text, line=line, hint=problem.hint)

        again = replace(
            options, on_problem=lambda problem: options.on_problem(moved(problem)), on_bytes=unheard
        )
        try:
            yield from reader.read(copy, again)
        except GraphFormatError as error:
            raise moved(error) from error.__cause__
