"""The graph folder: a graph in arrays on disk, opened without being read.

``graph.safetensors`` holds labels, adjacency and attributes, ``manifest.json`` says what they
are. The content depends on the statements alone, so that the same give the same bytes.
"""

import logging
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from km_graph.errors import GraphFormatError, OutputError
from km_graph.files import atomic_folder, sha256
from km_graph.formats.folder_arrays import arrays_of, graph_of
from km_graph.formats.folder_checks import makes_a_graph
from km_graph.formats.manifest import MANIFEST, SCHEMA, read_manifest, write_manifest
from km_graph.formats.reading import DEFAULT, ReadOptions
from km_graph.formats.safetensors import map_file, write_arrays
from km_graph.graph import KnowledgeGraph, Triple
from km_graph.graph.attributes import Attribute

logger = logging.getLogger(__name__)

ARRAYS = "graph.safetensors"


def is_graph_folder(path: str | Path) -> bool:
    """Whether a graph folder lies there."""
    return (Path(path) / MANIFEST).is_file()


def write_graph(
    graph: KnowledgeGraph, path: str | Path, *, source: Mapping[str, Any] | None = None
) -> None:
    """Write a graph folder, atomically; an older graph folder of that name is replaced.

    Args:
        graph: The graph.
        path: The folder.
        source: Where the statements came from, kept in the manifest.

    Raises:
        OutputError: If it cannot be written, or other files lie there.
    """
    target = Path(path).absolute()
    if target.is_dir() and any(target.iterdir()) and not is_graph_folder(target):
        raise OutputError(path, "a folder with other files is there")
    with atomic_folder(target) as folder:
        fill_folder(graph, folder, source=source)


def fill_folder(
    graph: KnowledgeGraph, folder: Path, *, source: Mapping[str, Any] | None = None
) -> None:
    """Write the files of a graph folder into a folder that is there already, manifest last."""
    graph = graph.compacted()
    fingerprint = graph.fingerprint()
    # Also in the arrays' file, so that two halves of different graphs are never taken for one.
    stated = {"format": "km-graph", "schema": str(SCHEMA), "fingerprint": fingerprint}
    write_arrays(folder / ARRAYS, arrays_of(graph), stated)
    manifest = {
        "schema": SCHEMA,
        **_counts(graph),
        "fingerprint": fingerprint,
        "sha256": sha256(folder / ARRAYS),
        "source": dict(source or {}),
        "created_by": {"km-graph": version("km-graph")},
    }
    write_manifest(folder, manifest)


def read_graph(path: str | Path) -> KnowledgeGraph:
    """The graph of a folder, its arrays mapped into memory and not copied.

    Sizes are checked here; ``verify`` checks every byte. A folder that is replaced meanwhile is
    read as it was or as it is, never half and half.

    Raises:
        GraphFormatError: If it is not a whole graph folder of a schema known here.
    """
    folder = Path(path)
    while True:
        before = _identity(folder)
        try:
            return _read(folder)
        except GraphFormatError:
            if _identity(folder) == before:
                raise


def verify(path: str | Path) -> KnowledgeGraph:
    """The graph of a folder after checking every byte: its hashes, and that it makes a graph.

    Raises:
        GraphFormatError: Saying what is wrong with it.
    """
    folder = Path(path)
    graph = read_graph(folder)
    manifest = read_manifest(folder)
    if sha256(folder / ARRAYS) != manifest.get("sha256"):
        raise GraphFormatError(
            folder / ARRAYS, f"has another SHA-256 than {MANIFEST} states", hint="import it again"
        )
    if not makes_a_graph(graph) or graph.fingerprint() != manifest.get("fingerprint"):
        raise GraphFormatError(folder / ARRAYS, "its arrays do not make a graph")
    return graph


class GraphFolder:
    """The graph folder as a format among the others; see ``GraphReader`` and ``GraphWriter``."""

    suffixes: tuple[str, ...] = ()  # a folder is known by its manifest, not by its name

    def read(self, path: Path, options: ReadOptions = DEFAULT) -> Iterator[Triple | Attribute]:  # noqa: ARG002
        """The triples of a folder, then its attributes; its text is always UTF-8."""
        yield from read_graph(path).statements()

    def write(self, graph: KnowledgeGraph, path: Path) -> None:
        """Write a graph folder."""
        write_graph(graph, path)


FOLDER = GraphFolder()


def _read(folder: Path) -> KnowledgeGraph:
    _check_is_whole(folder)
    manifest = read_manifest(folder)
    mapped = map_file(folder / ARRAYS)
    graph = graph_of(mapped.arrays, folder / ARRAYS)
    found = _counts(graph)
    if manifest["schema"] == 1:
        del found["attributes"]
        logger.info("%s: written by an older version, read as it is", folder)
    elif mapped.metadata.get("fingerprint") != manifest.get("fingerprint"):
        raise GraphFormatError(
            folder, f"{MANIFEST} and {ARRAYS} are of two different graphs", hint="import it again"
        )
    if stated := {key: manifest.get(key) for key in found if manifest.get(key) != found[key]}:
        raise GraphFormatError(
            folder, f"{MANIFEST} states {stated}, {ARRAYS} holds {found}", hint="import it again"
        )
    return graph


def _check_is_whole(folder: Path) -> None:
    if not folder.is_dir():
        raise GraphFormatError(folder, "no such graph folder")
    if is_graph_folder(folder):
        return
    if any(ARRAYS in file.name for file in folder.iterdir()):
        problem = f"is half written: {ARRAYS} is there, {MANIFEST} is missing"
        raise GraphFormatError(folder, problem, hint="delete it and import it again")
    raise GraphFormatError(folder, f"is not a graph folder: {MANIFEST} is missing")


def _counts(graph: KnowledgeGraph) -> dict[str, int]:
    return {
        "entities": graph.n_entities,
        "relations": graph.n_relations,
        "triples": graph.n_triples,
        "attributes": len(graph.attribute_table or ()),
    }


def _identity(folder: Path) -> tuple[int, int, int] | None:
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_ctime_ns  # numbers of files are used again
