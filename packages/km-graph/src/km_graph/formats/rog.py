"""The rows of RoG-WebQSP and RoG-CWQ: a question each, with the graph around it.

A row has a column ``graph``, a list of ``[head, relation, tail]``. The rows lie in a JSON-lines
or Parquet file or in a folder of such files. Read as one source, they are the union of their
graphs; ``row_graphs`` gives each its own.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from km_graph.errors import GraphFormatError
from km_graph.formats.compression import format_suffix
from km_graph.formats.jsonl import parsed, triple_of_list
from km_graph.formats.lines import read_lines, shorten
from km_graph.formats.reading import DEFAULT, ReadOptions
from km_graph.formats.streams import open_seekable
from km_graph.graph import KnowledgeGraph, Triple

_SUFFIXES = (".jsonl", ".ndjson", ".parquet")
_ROWS = 64  # of some thousands of triples each


@dataclass(frozen=True, slots=True)
class RogRows:
    """Rows of questions, each with the graph around it, as one graph.

    Attributes:
        column: The column or key that holds the graph of a row.
        suffixes: The file suffixes that mean this format.
    """

    column: str = "graph"
    suffixes: tuple[str, ...] = ()

    def read(self, path: Path, options: ReadOptions = DEFAULT) -> Iterator[Triple]:
        """The triples of all rows, row by row.

        Raises:
            GraphFormatError: If a row has no graph, or something in it is no triple.
            MissingDependencyError: For Parquet, if pyarrow is not installed.
        """
        for file in _files(path):
            for number, row in _rows(file, options, self.column):
                yield from _triples(row[self.column], file, number, options)


def graph_of_row(row: Mapping[str, Any], *, column: str = "graph") -> KnowledgeGraph:
    """The graph of one row, as ``datasets``, pandas or ``json`` hand it over.

    Raises:
        GraphFormatError: If the row has no graph, or something in it is no triple.

    Example:
        >>> row = {"id": "Test-0", "graph": [["Jamaica", "languages_spoken", "Patois"]]}
        >>> list(graph_of_row(row).triples())
        [Triple(head='Jamaica', relation='languages_spoken', tail='Patois')]
    """
    if column not in row:
        raise GraphFormatError("row", f"expected the key {column!r}")
    return KnowledgeGraph.from_triples(_triples(row[column], "row", None, DEFAULT))


def row_graphs(
    path: Path, options: ReadOptions = DEFAULT, *, key: str = "id", column: str = "graph"
) -> Iterator[tuple[str, KnowledgeGraph]]:
    """Each row's id and its own graph.

    Raises:
        GraphFormatError: As ``RogRows.read`` does.
    """
    for file in _files(path):
        for number, row in _rows(file, options, column, key):
            triples = _triples(row[column], file, number, options)
            yield str(row[key]), KnowledgeGraph.from_triples(triples)


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    files = sorted(file for file in path.iterdir() if format_suffix(file) in _SUFFIXES)
    if not files:
        raise GraphFormatError(path, f"is a folder without files {', '.join(_SUFFIXES)}")
    return files


def _rows(path: Path, options: ReadOptions, *columns: str) -> Iterator[tuple[int, dict[str, Any]]]:
    if format_suffix(path) == ".parquet":
        yield from _parquet_rows(path, options, columns)
        return
    for number, line in read_lines(path, options):
        try:
            row = parsed(line)
        except ValueError as error:
            options.on_problem(GraphFormatError(path, str(error), line=number))
            continue
        if isinstance(row, dict) and row.keys() >= set(columns):
            yield number, row
        elif line.strip(" \t\r"):
            what = f"expected an object with the keys {', '.join(columns)}: {shorten(line)}"
            options.on_problem(GraphFormatError(path, what, line=number))


def _parquet_rows(
    path: Path, options: ReadOptions, columns: tuple[str, ...]
) -> Iterator[tuple[int, dict[str, Any]]]:
    arrow_files = import_module("km_graph.formats.arrow_files")  # which needs the extra
    with open_seekable(path, options) as stream:
        batches = arrow_files.parquet_batches(stream, path, columns, options, rows=_ROWS)
        rows = (row for batch in batches for row in arrow_files.valid_rows(batch, path))
        yield from enumerate(rows, 1)


def _triples(
    stated: Any, path: str | Path, number: int | None, options: ReadOptions
) -> Iterator[Triple]:
    if not isinstance(stated, Iterable) or isinstance(stated, str | bytes | Mapping):
        problem = GraphFormatError(path, "expected a list of triples as graph", line=number)
        options.on_problem(problem)
        return
    for one in stated:
        listed = isinstance(one, Iterable) and not isinstance(one, str | bytes | Mapping)
        try:
            triple = triple_of_list(list(one) if listed else [one], "")
        except ValueError as error:
            options.on_problem(GraphFormatError(path, str(error), line=number))
        else:
            yield triple


ROG = RogRows()
