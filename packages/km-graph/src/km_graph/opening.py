"""Open a graph wherever it lies, and save it in any format."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

from km_graph import store as stores  # opened by name only, as it needs an extra
from km_graph.encoding import load_encoder
from km_graph.errors import GraphFormatError, OutputError
from km_graph.formats.contracts import GRAPH_WRITERS, GraphWriter, Statement, needs_path
from km_graph.formats.folder import FOLDER, is_graph_folder, read_graph
from km_graph.formats.reading import DEFAULT, ReadOptions
from km_graph.formats.streams import STANDARD
from km_graph.graph import KnowledgeGraph
from km_graph.importing import encode
from km_graph.progress import SILENT, Progress
from km_graph.reader_options import with_options
from km_graph.sources import by_suffix, find_source
from km_graph.store.layout import is_graph_store


def open_graph(
    path: str | Path,
    *,
    format: str = "auto",
    options: ReadOptions = DEFAULT,
    progress: Progress = SILENT,
    **reader_options: object,
) -> KnowledgeGraph:
    """The graph of a graph folder or store (mapped, not read), of a file, or of a named reader.

    Args:
        path: A graph folder; a graph store, for its graph as it is now; a file; ``-`` for the
            standard input; or, where no such file exists, the name of a reader that needs none
            (``"world"``).
        format: The name of a reader; ``"auto"`` decides by folder or suffix, ``.gz`` and the
            like apart.
        options: How text is read, and what becomes of bad records.
        progress: Where to say how far reading has come.
        reader_options: The options of the reader itself, ``separator="|"`` or ``header=True``.

    Raises:
        ConfigError: If the reader has no such options.
        GraphFormatError: If it cannot be read, its format is not known, or it holds no triple.
        PluginError: If the named reader is missing or broken.
    """
    where = Path(path)
    graph: KnowledgeGraph
    if format == "auto" and is_graph_store(where):
        with stores.open_store(where) as store:
            graph = store.graph
    elif format in ("auto", "folder") and where.is_dir() and not reader_options:
        graph = read_graph(where)
    else:
        source = find_source(path, format=format, reader_options=reader_options)
        encoder = load_encoder()
        encode(source, encoder, options, progress)
        graph = encoder.finish()
    refuse_empty(graph, path)
    return graph


def refuse_empty(graph: KnowledgeGraph, source: str | Path) -> None:
    """Raise GraphFormatError if a graph that was read from ``source`` has no triple."""
    if not graph:
        raise GraphFormatError(source, "holds no triple, expected at least one")


def read_triples(
    path: str | Path,
    *,
    format: str = "auto",
    options: ReadOptions = DEFAULT,
    **reader_options: object,
) -> Iterator[Statement]:
    """What ``open_graph`` would read, as stated there, repeats included.

    Raises:
        ConfigError: As ``open_graph`` does.
        GraphFormatError: As ``open_graph`` does.
        PluginError: As ``open_graph`` does.
    """
    return find_source(path, format=format, reader_options=reader_options).read(options)


def save_graph(
    graph: KnowledgeGraph,
    path: str | Path | None,
    *,
    format: str = "auto",
    **writer_options: object,
) -> None:
    """Write a graph, atomically.

    Args:
        graph: The graph.
        path: The file or folder to write; ``-`` for the standard output; None for a writer that
            writes to a server.
        format: The name of a writer; ``"auto"`` decides by suffix, ``.gz`` and the like apart,
            and writes a graph folder where there is none.
        writer_options: The options of the writer itself, ``separator="|"`` or ``uri="bolt://…"``.

    Raises:
        ConfigError: If the writer has no such options.
        GraphFormatError: If the format is not known or cannot hold a label.
        OutputError: If the path cannot be written, or a writer of files is given none.
        PluginError: If the named writer is missing or broken.
    """
    name, writer = _writer(None if path is None else Path(path), format)
    writer = with_options(writer, writer_options, name=name)
    if not needs_path(writer):
        writer.write(graph, cast(Path, None))
    elif path is None:
        raise OutputError(name, "writes files, expected the name of one")
    else:
        writer.write(graph, Path(path))


def _writer(target: Path | None, format: str) -> tuple[str, GraphWriter]:
    if format != "auto":
        return format, GRAPH_WRITERS.load(format)
    if target is None or target == STANDARD:
        raise GraphFormatError(
            "standard output" if target else "nothing",
            "has no suffix to tell its format",
            hint="name its writer",
        )
    if is_graph_folder(target) or not target.suffix:
        return "folder", FOLDER
    return by_suffix(GRAPH_WRITERS, target)
