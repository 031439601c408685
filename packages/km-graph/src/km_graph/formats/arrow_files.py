"""Parquet and Arrow IPC files through pyarrow, in batches, with the limits of the options."""

from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from km_graph.errors import GraphFormatError
from km_graph.formats.arrow_rows import (
    ERRORS,
    ROWS,
    Names,
    batches_of_graph,
    broken,
    column_indices,
    pa,
    triples_of_batches,
)
from km_graph.formats.reading import DEFAULT, ReadOptions
from km_graph.formats.streams import open_seekable
from km_graph.formats.unpacking import refuse_expansion
from km_graph.graph import KnowledgeGraph, Triple

_pq: Any = import_module("pyarrow.parquet")
_IPC_FILE = b"ARROW1"


def parquet_triples(path: Path, names: Names, options: ReadOptions) -> Iterator[Triple]:
    """The triples of a Parquet file; see ``Parquet.read``."""
    with open_seekable(path, options) as stream:
        try:
            schema = _pq.ParquetFile(stream).schema_arrow
        except ERRORS as error:
            raise broken(path, error, "Parquet") from error
        column_indices(schema, names, path)
        yield from triples_of_batches(
            parquet_batches(stream, path, names, options, dictionaries=names), names, path, options
        )


def parquet_batches(
    stream: IO[bytes],
    path: Path,
    columns: Sequence[str],
    options: ReadOptions = DEFAULT,
    *,
    dictionaries: Sequence[str] = (),
    rows: int = ROWS,
) -> Iterator[Any]:
    """Columns of a Parquet file in record batches of so many rows; all of the rows it states.

    Args:
        stream: The file.
        path: Its name, for messages.
        columns: The columns to read.
        options: The limits of expansion.
        dictionaries: Which columns of text to leave as dictionaries, so that a label that comes
            often is there once.
        rows: The rows of a batch.

    Raises:
        GraphFormatError: If it is not whole, or expands beyond the limits.
    """
    seen = 0
    try:
        file = _pq.ParquetFile(stream, read_dictionary=list(dictionaries), pre_buffer=False)
        _check_columns(file.schema_arrow.names, columns, path)
        _check_expansion(file.metadata, path, stream, options)
        for batch in file.iter_batches(rows, columns=list(columns), use_threads=False):
            seen += len(batch)
            yield batch
    except GraphFormatError:
        raise
    except ERRORS as error:
        raise broken(path, error, "Parquet") from error
    if seen != file.metadata.num_rows:
        raise GraphFormatError(
            path, f"states {file.metadata.num_rows} rows, holds {seen}", hint="fetch it again"
        )


def valid_rows(batch: Any, path: Path) -> list[dict[str, Any]]:
    """The rows of a batch, once it is whole.

    Raises:
        GraphFormatError: If it is not.
    """
    try:
        batch.validate(full=True)
        return batch.to_pylist()  # type: ignore[no-any-return]
    except ERRORS as error:
        raise broken(path, error, "whole rows") from error


def ipc_triples(path: Path, names: Names, options: ReadOptions) -> Iterator[Triple]:
    """The triples of an Arrow IPC file or stream; see ``Arrow.read``."""
    with open_seekable(path, options) as stream:
        try:
            is_file = stream.read(len(_IPC_FILE)) == _IPC_FILE
            stream.seek(0)
            reader = (pa.ipc.open_file if is_file else pa.ipc.open_stream)(stream)
            schema = reader.schema
        except ERRORS as error:
            raise broken(path, error, "Arrow IPC") from error
        column_indices(schema, names, path)
        batches = _ipc_batches(reader, path, is_file=is_file)
        yield from triples_of_batches(batches, names, path, options)


def _ipc_batches(reader: Any, path: Path, *, is_file: bool) -> Iterator[Any]:
    try:
        if is_file:
            for index in range(reader.num_record_batches):
                yield reader.get_batch(index)
        else:
            yield from reader
    except GraphFormatError:
        raise
    except ERRORS as error:
        raise broken(path, error, "Arrow IPC") from error


def write_parquet(graph: KnowledgeGraph, names: Names, stream: IO[bytes]) -> None:
    """Write the triples of a graph as Parquet."""
    with _pq.ParquetWriter(stream, _schema(names), compression="zstd") as writer:
        for batch in batches_of_graph(graph, names):
            writer.write_batch(batch)


def write_ipc(graph: KnowledgeGraph, names: Names, stream: IO[bytes]) -> None:
    """Write the triples of a graph as an Arrow IPC file."""
    with pa.ipc.new_file(stream, _schema(names)) as writer:
        for batch in batches_of_graph(graph, names):
            writer.write_batch(batch)


def _schema(names: Names) -> Any:
    return pa.schema([(name, pa.large_string()) for name in names])


def _check_expansion(metadata: Any, path: Path, stream: IO[bytes], options: ReadOptions) -> None:
    # Of whole row groups: pyarrow aborts the process at the columns of a group that is broken.
    groups = map(metadata.row_group, range(metadata.num_row_groups))
    expanded = sum(max(group.total_byte_size, 0) for group in groups)
    refuse_expansion(path, expanded, stream.seek(0, 2), options)
    stream.seek(0)


def _check_columns(found: list[str], wanted: Sequence[str], path: Path) -> None:
    for name in wanted:
        if found.count(name) != 1:
            raise GraphFormatError(
                path,
                f"expected one column {name!r}, found {found.count(name)}",
                hint=f"there are {', '.join(found[:10])}",
            )
