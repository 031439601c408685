"""Parts of a question file that can be read by themselves."""

from collections.abc import Iterator
from json import loads
from pathlib import Path
from typing import NamedTuple

from km_data.records import Question
from km_graph.errors import DataError, KmError

SHARD_BYTES = 1 << 20


class Shard(NamedTuple):
    """Whole lines of a JSON-lines file.

    Attributes:
        path: The file.
        start: Its first byte.
        size: How many bytes.
        line: The number of its first line.
    """

    path: Path
    start: int
    size: int
    line: int


class Skip(NamedTuple):
    """A question that gives no example.

    Attributes:
        line: Where it stands in its file.
        id: Of the question; None where the line is no question.
        reason: Why, in words to count it by.
        detail: What else there is to say.
    """

    line: int
    id: str | None
    reason: str
    detail: str | None = None


def shards_of(path: Path) -> Iterator[Shard]:
    """The shards of a file, in order; of ``SHARD_BYTES``, or of more where a line is longer.

    Raises:
        DataError: If the file cannot be read.
    """
    start, line = 0, 1
    try:
        with path.open("rb") as stream:
            while block := stream.read(SHARD_BYTES):
                block += stream.readline() if block[-1:] != b"\n" else b""
                yield Shard(path, start, len(block), line)
                start += len(block)
                line += block.count(b"\n")
    except FileNotFoundError as error:
        raise DataError(path, "no such file") from error
    except OSError as error:
        raise DataError(path, f"cannot be read: {error.strerror or error}") from error


def read_shard(shard: Shard) -> Iterator[tuple[int, Question | Skip]]:
    """The questions of a shard with their line numbers; a line that is none is a skip."""
    with shard.path.open("rb") as stream:
        stream.seek(shard.start)
        lines = stream.read(shard.size).split(b"\n")
    for line, raw in enumerate(lines, shard.line):
        if raw.strip():
            yield line, _question(line, raw)


def _question(line: int, raw: bytes) -> Question | Skip:
    try:
        row = loads(raw.decode())
        if not isinstance(row, dict):
            return Skip(
                line, None, "not a question", f"expected an object, found {type(row).__name__}"
            )
        return Question.from_json(row)
    except (TypeError, ValueError, AttributeError, KmError) as error:
        return Skip(line, None, "not a question", str(error))
