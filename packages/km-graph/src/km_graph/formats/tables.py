"""Parquet and Arrow files: tables with a column each for head, relation and tail."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from km_graph.formats.reading import DEFAULT, ReadOptions
from km_graph.formats.streams import atomic_stream
from km_graph.formats.writing import leave_attributes_out
from km_graph.graph import KnowledgeGraph, Triple


def _arrow_files() -> Any:
    return import_module("km_graph.formats.arrow_files")  # which needs the extra


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of triples in a file.

    Attributes:
        head: The column of the head; likewise ``relation`` and ``tail``. Others are not read.
        suffixes: The file suffixes that mean this format.
    """

    head: str = "head"
    relation: str = "relation"
    tail: str = "tail"
    suffixes: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, str, str]:
        """The columns of head, relation and tail."""
        return self.head, self.relation, self.tail


@dataclass(frozen=True, slots=True)
class Parquet(_Table):
    """Parquet, read a row group at a time."""

    def read(self, path: Path, options: ReadOptions = DEFAULT) -> Iterator[Triple]:
        """The triples of a file, row by row.

        Raises:
            GraphFormatError: If it is not Parquet, lacks a column, holds something other than
                text in one, or a row has a null or an empty label.
            MissingDependencyError: If pyarrow is not installed.
        """
        yield from _arrow_files().parquet_triples(path, self.names, options)

    def write(self, graph: KnowledgeGraph, path: Path) -> None:
        """Write a file whose pages are packed with Zstandard; see ``GraphWriter``."""
        leave_attributes_out(graph, path)
        with atomic_stream(path) as stream:
            _arrow_files().write_parquet(graph, self.names, stream)


@dataclass(frozen=True, slots=True)
class Arrow(_Table):
    """Arrow IPC files (Feather) and streams, read a batch at a time."""

    def read(self, path: Path, options: ReadOptions = DEFAULT) -> Iterator[Triple]:
        """The triples of a file, row by row.

        Raises:
            GraphFormatError: If it is not Arrow, lacks a column, holds something other than
                text in one, or a row has a null or an empty label.
            MissingDependencyError: If pyarrow is not installed.
        """
        yield from _arrow_files().ipc_triples(path, self.names, options)

    def write(self, graph: KnowledgeGraph, path: Path) -> None:
        """Write an Arrow IPC file; see ``GraphWriter``."""
        leave_attributes_out(graph, path)
        with atomic_stream(path) as stream:
            _arrow_files().write_ipc(graph, self.names, stream)


PARQUET = Parquet(suffixes=(".parquet",))
ARROW = Arrow(suffixes=(".arrow", ".feather", ".arrows"))
