"""Open a graph wherever it lies, and save it in any format."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from km_graph.errors import GraphFormatError, PluginLoadError, PluginNotFoundError
from km_graph.formats.contracts import (
    GRAPH_READERS,
    GRAPH_WRITERS,
    GraphReader,
    GraphWriter,
    Statement,
    needs_path,
)
from km_graph.formats.folder import FOLDER, is_graph_folder, read_graph
from km_graph.graph import KnowledgeGraph
from km_graph.plugins import Plugin, PluginGroup
from km_graph.progress import SILENT, Progress, track

logger = logging.getLogger(__name__)


def open_graph(
    path: str | Path, *, format: str = "auto", progress: Progress = SILENT
) -> KnowledgeGraph:
    """The graph of a graph folder (mapped, not read), of a file, or of a named reader.

    Args:
        path: A graph folder; a file; or, where no such file exists, the name of a reader that
            needs none (``"world"``).
        format: The name of a reader; ``"auto"`` decides by folder or suffix, ``.gz`` apart.
        progress: Where to say how far reading has come.

    Raises:
        GraphFormatError: If it cannot be read, its format is not known, or it holds no triple.
        PluginError: If the named reader is missing or broken.
    """
    where = Path(path)
    if format in ("auto", "folder") and where.is_dir():
        graph = read_graph(where)
    else:
        triples = read_triples(path, format=format)
        graph = KnowledgeGraph.from_triples(track(triples, progress, f"reading {where.name}"))
    refuse_empty(graph, path)
    return graph


def refuse_empty(graph: KnowledgeGraph, source: str | Path) -> None:
    """Raise GraphFormatError if a graph that was read from ``source`` has no triple."""
    if not graph:
        raise GraphFormatError(source, "holds no triple, expected at least one")


def read_triples(path: str | Path, *, format: str = "auto") -> Iterator[Statement]:
    """The triples of whatever ``open_graph`` opens, as stated there, repeats included.

    Raises:
        GraphFormatError: As ``open_graph`` does.
        PluginError: As ``open_graph`` does.
    """
    where = Path(path)
    if format != "auto":
        return _read(cast(GraphReader, GRAPH_READERS.load(format)), where)
    if where.is_dir():
        return FOLDER.read(where)
    if not where.exists():
        return _read(_pathless(str(path)), where)
    return _read(cast(GraphReader, _by_suffix(GRAPH_READERS, where)), where)


def save_graph(graph: KnowledgeGraph, path: str | Path, *, format: str = "auto") -> None:
    """Write a graph, atomically.

    Args:
        graph: The graph.
        path: The file or folder to write.
        format: The name of a writer; ``"auto"`` decides by suffix, ``.gz`` apart, and writes a
            graph folder where there is none.

    Raises:
        GraphFormatError: If the format is not known or cannot hold a label.
        OutputError: If the path cannot be written.
        PluginError: If the named writer is missing or broken.
    """
    target = Path(path)
    writer: GraphWriter
    if format != "auto":
        writer = GRAPH_WRITERS.load(format)
    elif is_graph_folder(target) or not target.suffix:
        writer = FOLDER
    else:
        writer = _by_suffix(GRAPH_WRITERS, target)
    writer.write(graph, target)


def _read(reader: GraphReader, path: Path) -> Iterator[Statement]:
    # A reader that needs no path is given none, so that it cannot come to depend on one.
    return reader.read(path if needs_path(reader) else cast(Path, None))


def _pathless(name: str) -> GraphReader:
    missing = GraphFormatError(name, "no such file or graph folder")
    try:
        reader: GraphReader = GRAPH_READERS.load(name)
    except PluginNotFoundError:
        raise missing from None
    if needs_path(reader):
        raise missing
    return reader


def _by_suffix(group: PluginGroup, path: Path) -> Any:
    suffix = Path(path.stem if path.suffix == ".gz" else path.name).suffix
    offered = [(plugin, loaded) for plugin in group if (loaded := _loaded(plugin)) is not None]
    claims = [(plugin, loaded) for plugin, loaded in offered if suffix in loaded.suffixes]
    if len(claims) == 1:
        return claims[0][1]
    if claims:
        between = " and ".join(f"{plugin.name} of {plugin.origin}" for plugin, _ in claims)
        raise GraphFormatError(path, f"{suffix} files are a format of {between}", hint="name one")
    known = sorted(suffix for _, loaded in offered for suffix in loaded.suffixes)
    names = ", ".join(plugin.name for plugin, _ in offered)
    raise GraphFormatError(
        path,
        f"no format has the suffix {suffix!r}, expected one of {', '.join(known)}",
        hint=f"or name the format: {names}",
    )


def _loaded(plugin: Plugin) -> Any:
    try:
        return plugin.load()
    except PluginLoadError as error:  # a broken plugin does not hide the others
        logger.warning("%s", error)
        return None
