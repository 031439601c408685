"""The contracts of graph formats: a file or other source on one side, triples on the other.

A plugin of ``km.graph_readers`` or ``km.graph_writers`` is an object with these methods; its
entry-point name is the name of the format.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol, runtime_checkable

from km_graph.encoding import LineLayout
from km_graph.formats.reading import DEFAULT, ReadOptions
from km_graph.graph import KnowledgeGraph, Triple
from km_graph.graph.attributes import Attribute
from km_graph.plugins import PluginGroup

GRAPH_READERS = PluginGroup("km.graph_readers")
GRAPH_WRITERS = PluginGroup("km.graph_writers")

Statement = Triple | Attribute
"""What a source says: an edge between two entities, or a literal of one."""


class Block(NamedTuple):
    """Some of what a source says, most of it still as text.

    Attributes:
        lines: Whole lines of UTF-8 text without a NUL byte, each a triple; may be empty.
        layout: How a line states it.
        attributes: Attributes that are not among the statements.
        statements: What neither the lines nor the attributes say.
    """

    lines: bytes
    layout: LineLayout
    attributes: Sequence[Attribute]
    statements: Iterable[Statement]


@runtime_checkable
class GraphReader(Protocol):
    """Reads what a source states.

    Attributes:
        suffixes: The file suffixes that mean this format, ``(".tsv",)``; none if it must be
            asked for by name. A reader of files also reads them compressed, ``.tsv.gz`` and the
            like, which are not listed.

    A reader with options of its own is a frozen dataclass whose fields they are;
    ``dataclasses.replace`` makes the one that is asked for. A reader of something other than a
    file (a server, or itself) has ``needs_path = False``; its ``path`` is then ``None``.

    A reader of lines without quoting may say so in an attribute ``layout``, a
    ``km_graph.encoding.LineLayout`` (None where it does not hold, for files with a header say).
    Such files are then taken as whole blocks of bytes, many times as fast; ``read`` is asked for
    the blocks that hold a bad line, to say what is wrong with it.

    A reader that makes such lines itself has a method ``blocks(path, options)``, which gives what
    ``read`` does, in any order, as ``Block`` objects, or None where it cannot; see ``formats.rdf``.
    """

    suffixes: tuple[str, ...]

    def read(self, path: Path, options: ReadOptions = DEFAULT) -> Iterator[Statement]:
        """The statements in the order made, repeats included, one at a time.

        No label is changed: what stands in the source is the label, spaces, ``NA`` and ``007``
        included. Labels are never empty. Nothing is opened before the first statement is asked
        for, and nothing is fetched over a network that the user has not named.

        Raises:
            GraphFormatError: Naming the file and, where there are lines, the line; for a
                single bad record through ``options.on_problem``.
        """
        ...


@runtime_checkable
class GraphWriter(Protocol):
    """Writes a whole graph.

    Attributes:
        suffixes: The file suffixes that mean this format, as for readers.
    """

    suffixes: tuple[str, ...]

    def write(self, graph: KnowledgeGraph, path: Path) -> None:
        """Write all triples in order of their ids, so that reading gives an equal graph.

        Atomic: an older file stays as it is until the new one is whole. The same graph gives
        the same bytes.

        Raises:
            GraphFormatError: If the format cannot hold one of the labels.
            OutputError: If the path cannot be written.
        """
        ...


def needs_path(format: GraphReader | GraphWriter) -> bool:
    """Whether a reader or writer is of files or folders; one that is not says so.

    It has ``needs_path = False``.
    """
    return bool(getattr(format, "needs_path", True))
