"""Triples as rows of Arrow data, checked by ourselves: columns, types, nulls, text, row counts.

Needs pyarrow; the formats that use it import this module when they are first read.
"""

from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from km_graph.errors import GraphFormatError, MissingDependencyError
from km_graph.formats.columns import PLACES, named_columns
from km_graph.formats.lines import shorten
from km_graph.formats.reading import DEFAULT, ReadOptions
from km_graph.graph import KnowledgeGraph, Triple
from km_graph.graph.vocabulary import Vocabulary

try:
    pa: Any = import_module("pyarrow")  # by name: it has no types to check against
except ModuleNotFoundError as error:
    raise MissingDependencyError("reading and writing tables", "km-graph[tables]") from error

ERRORS = (pa.ArrowException, OSError, ValueError, MemoryError)
"""What pyarrow raises at data that is not as it should be."""

ROWS = 1 << 16
"""The rows that are turned into triples at once."""
_MESSAGE = 200

Names = tuple[str, str, str]


def column_indices(schema: Any, names: Names, where: str | Path) -> list[int]:
    """The places of the three columns in a schema, and that each holds text.

    Raises:
        GraphFormatError: If a column is missing, there twice, or holds something else.
    """
    try:
        head, relation, tail, _ = named_columns(list(schema.names), names)
    except ValueError as error:
        raise GraphFormatError(
            where, f"has {error}", hint="name the columns: head=…, relation=…, tail=…"
        ) from None
    for index in (head, relation, tail):
        if not _is_text(found := schema.field(index).type):
            raise GraphFormatError(
                where, f"expected text in column {schema.names[index]!r}, found {found}"
            )
    return [head, relation, tail]


def triples_of_batches(
    batches: Iterable[Any], names: Names, where: str | Path, options: ReadOptions = DEFAULT
) -> Iterator[Triple]:
    """The triples of record batches, the columns already found to be text.

    Raises:
        GraphFormatError: With its number, for a row that has a null or an empty label; or if a
            batch is broken.
    """
    first = 1
    for batch in batches:
        for start in range(0, len(batch), ROWS):
            rows = batch.slice(start, ROWS)
            heads, relations, tails = (_texts(rows.column(name), where) for name in names)
            for row, labels in enumerate(zip(heads, relations, tails, strict=True), first + start):
                head, relation, tail = labels
                if head and relation and tail:
                    yield Triple(head, relation, tail)
                else:
                    options.on_problem(_incomplete(where, row, labels))
        first += len(batch)


def batches_of_graph(graph: KnowledgeGraph, names: Names = PLACES) -> Iterator[Any]:
    """The triples of a graph in order of their ids, as record batches of three text columns."""
    entities, relations = _array(graph.entities), _array(graph.relations)
    ids = graph.triple_ids()
    for start in range(0, max(len(ids), 1), ROWS):
        heads, between, tails = (pa.array(column) for column in ids[start : start + ROWS].T.copy())
        columns = [entities.take(heads), relations.take(between), entities.take(tails)]
        yield pa.record_batch(columns, names=list(names))


def broken(where: str | Path, error: BaseException, expected: str) -> GraphFormatError:
    """What to say of data that pyarrow cannot read."""
    what = next(iter(str(error).splitlines()), type(error).__name__)[:_MESSAGE]
    return GraphFormatError(where, f"expected {expected}: {what}")


def _is_text(kind: Any) -> bool:
    types = pa.types
    if types.is_dictionary(kind):
        kind = kind.value_type
    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind))


def _texts(column: Any, where: str | Path) -> list[str | None]:
    try:
        column.validate(full=True)  # that offsets lie within and bytes are UTF-8
    except ERRORS as error:
        raise broken(where, error, "whole columns of UTF-8 text") from error
    if not pa.types.is_dictionary(column.type):
        return column.to_pylist()  # type: ignore[no-any-return]
    # Not decoded by Arrow: one long label that comes often would be copied as often.
    words = [*column.dictionary.to_pylist(), None]
    return [words[-1 if index is None else index] for index in column.indices.to_pylist()]


def _incomplete(where: str | Path, row: int, labels: tuple[str | None, ...]) -> GraphFormatError:
    found = next(label for label in labels if not label)
    what = "null" if found is None else "an empty label"
    shown = ", ".join("null" if label is None else shorten(label) for label in labels)
    return GraphFormatError(
        where, f"row {row}: expected a head, a relation and a tail, found {what}: {shown}"
    )


def _array(vocabulary: Vocabulary) -> Any:
    return pa.LargeStringArray.from_buffers(
        len(vocabulary), pa.py_buffer(vocabulary.offsets), pa.py_buffer(vocabulary.blob)
    )
