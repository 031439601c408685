"""How a source is read: its encoding, what becomes of bad records, and how much it may expand."""

from collections.abc import Callable
from dataclasses import dataclass, field

from km_graph.errors import GraphFormatError

_LISTED = 20


def fail(problem: GraphFormatError) -> None:
    """The way to take a problem that is the default: raise it."""
    raise problem


def unheard(n: int) -> None:
    """Where counts go that nobody asks for."""


@dataclass(slots=True)
class Skipped:
    """The other way: leave the record out, count it, and keep the first few to list.

    Example:
        >>> skipped = Skipped()
        >>> skipped(GraphFormatError("facts.tsv", "expected 3 fields, found 2", line=7))
        >>> skipped.count, str(skipped.listed[0])
        (1, 'facts.tsv:7: expected 3 fields, found 2')
    """

    count: int = 0
    listed: list[GraphFormatError] = field(default_factory=list)

    def __call__(self, problem: GraphFormatError) -> None:
        """Take one problem."""
        self.count += 1
        if len(self.listed) < _LISTED:
            self.listed.append(problem)


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a reader is told about a source, whatever its format.

    Attributes:
        encoding: The encoding of text; bytes that are not of it are a problem of their line.
        on_problem: Called with each record that cannot be read; ``fail`` raises it, a
            ``Skipped`` counts it and goes on. What leaves nothing to go on with (a missing or
            torn file) is raised whatever this is.
        max_line: The longest line or record, in bytes.
        max_expanded: The most bytes that a compressed file may expand to.
        max_ratio: The most times its size that a compressed file may expand to, once past the
            first megabytes.
        on_bytes: Called with how many bytes more of the source, packed as it is, were read; by
            readers that read it through ``open_stream``.
    """

    encoding: str = "utf-8"
    on_problem: Callable[[GraphFormatError], None] = fail
    max_line: int = 64 * 2**20
    max_expanded: int = 2**40
    max_ratio: int = 1000
    on_bytes: Callable[[int], None] = unheard


DEFAULT = ReadOptions()
