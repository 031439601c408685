"""The graph folder: a graph in arrays on disk, opened without being read.

``graph.safetensors`` holds labels and adjacency, ``manifest.json`` says what they are. The
content depends on the triples alone, so that the same triples give the same bytes.
"""

from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from km_graph.errors import GraphFormatError, InvalidQueryError, KmError, OutputError
from km_graph.files import atomic_folder, read_json, sha256, write_json
from km_graph.formats.reading import DEFAULT, ReadOptions
from km_graph.formats.safetensors import map_arrays, write_arrays
from km_graph.graph import Csr, KnowledgeGraph, Triple
from km_graph.vocabulary import Vocabulary

MANIFEST = "manifest.json"
ARRAYS = "graph.safetensors"
SCHEMA = 1

_DTYPES = {
    "entities.blob": np.uint8,
    "entities.offsets": np.int64,
    "relations.blob": np.uint8,
    "relations.offsets": np.int64,
    "forward.offsets": np.int64,
    "forward.relations": np.int32,
    "forward.neighbors": np.int32,
    "backward.offsets": np.int64,
    "backward.relations": np.int32,
    "backward.neighbors": np.int32,
}


def is_graph_folder(path: str | Path) -> bool:
    """Whether a graph folder lies there."""
    return (Path(path) / MANIFEST).is_file()


def write_graph(
    graph: KnowledgeGraph, path: str | Path, *, source: Mapping[str, str] | None = None
) -> None:
    """Write a graph folder, atomically; an older graph folder of that name is replaced.

    Args:
        graph: The graph.
        path: The folder.
        source: Where the triples came from, kept in the manifest.

    Raises:
        OutputError: If it cannot be written, or other files lie there.
    """
    target = Path(path).absolute()
    if target.is_dir() and any(target.iterdir()) and not is_graph_folder(target):
        raise OutputError(path, "a folder with other files is there")
    with atomic_folder(target) as folder:
        fill_folder(graph, folder, source=source)


def fill_folder(
    graph: KnowledgeGraph, folder: Path, *, source: Mapping[str, str] | None = None
) -> None:
    """Write the files of a graph folder into a folder that is there already."""
    arrays = _arrays(graph)
    write_arrays(folder / ARRAYS, arrays, {"format": "km-graph", "schema": str(SCHEMA)})
    manifest = {
        "schema": SCHEMA,
        **_counts(graph),
        "fingerprint": graph.fingerprint(),
        "sha256": sha256(folder / ARRAYS),
        "source": dict(source or {}),
        "created_by": {"km-graph": version("km-graph")},
    }
    write_json(folder / MANIFEST, manifest)


def read_graph(path: str | Path) -> KnowledgeGraph:
    """The graph of a folder, its arrays mapped into memory and not copied.

    Sizes are checked here; ``verify`` checks every byte.

    Raises:
        GraphFormatError: If it is not a whole graph folder of a schema known here.
    """
    folder = Path(path)
    manifest = _manifest(folder)
    arrays = map_arrays(folder / ARRAYS)
    flat = {name: array.dtype for name, array in arrays.items() if array.ndim == 1}
    if flat != _DTYPES or len(arrays) != len(flat):
        raise GraphFormatError(folder / ARRAYS, f"expected the arrays {', '.join(_DTYPES)}")
    graph = KnowledgeGraph(
        _vocabulary(arrays, "entities", "entity"),
        _vocabulary(arrays, "relations", "relation"),
        Csr(*(arrays[f"forward.{field}"] for field in Csr._fields)),
        Csr(*(arrays[f"backward.{field}"] for field in Csr._fields)),
    )
    if not _sizes_agree(graph):
        raise GraphFormatError(folder / ARRAYS, "its arrays do not fit each other")
    found = _counts(graph)
    if stated := {key: manifest.get(key) for key in found if manifest.get(key) != found[key]}:
        raise GraphFormatError(
            folder, f"{MANIFEST} states {stated}, {ARRAYS} holds {found}", hint="import it again"
        )
    return graph


def verify(path: str | Path) -> None:
    """Check every byte of a graph folder: its hash, and that the arrays make a graph.

    Raises:
        GraphFormatError: Saying what is wrong with it.
    """
    folder = Path(path)
    graph = read_graph(folder)
    manifest = _manifest(folder)
    if sha256(folder / ARRAYS) != manifest.get("sha256"):
        raise GraphFormatError(
            folder / ARRAYS, f"has another SHA-256 than {MANIFEST} states", hint="import it again"
        )
    try:
        whole = _makes_a_graph(graph)
    except (UnicodeDecodeError, InvalidQueryError):
        whole = False
    if not whole or graph.fingerprint() != manifest.get("fingerprint"):
        raise GraphFormatError(folder / ARRAYS, "its arrays do not make a graph")


class GraphFolder:
    """The graph folder as a format among the others; see ``GraphReader`` and ``GraphWriter``."""

    suffixes: tuple[str, ...] = ()  # a folder is known by its manifest, not by its name

    def read(self, path: Path, options: ReadOptions = DEFAULT) -> Iterator[Triple]:  # noqa: ARG002
        """The triples of a folder; its text is always UTF-8."""
        yield from read_graph(path).triples()

    def write(self, graph: KnowledgeGraph, path: Path) -> None:
        """Write a graph folder."""
        write_graph(graph, path)


FOLDER = GraphFolder()


def _arrays(graph: KnowledgeGraph) -> dict[str, NDArray[Any]]:
    arrays: dict[str, NDArray[Any]] = {}
    for name, vocabulary in (("entities", graph.entities), ("relations", graph.relations)):
        arrays[f"{name}.blob"] = np.frombuffer(vocabulary.blob, np.uint8)
        arrays[f"{name}.offsets"] = vocabulary.offsets
    for name, csr in (("forward", graph.forward), ("backward", graph.backward)):
        arrays |= {f"{name}.{field}": getattr(csr, field) for field in Csr._fields}
    return arrays


def _counts(graph: KnowledgeGraph) -> dict[str, int]:
    return {
        "entities": graph.n_entities,
        "relations": graph.n_relations,
        "triples": graph.n_triples,
    }


def _manifest(folder: Path) -> dict[str, Any]:
    if not folder.is_dir():
        raise GraphFormatError(folder, "no such graph folder")
    if not is_graph_folder(folder):
        raise GraphFormatError(folder, f"is not a graph folder: {MANIFEST} is missing")
    try:
        manifest = read_json(folder / MANIFEST)
    except KmError as error:
        raise GraphFormatError(folder / MANIFEST, "is not JSON", hint="import it again") from error
    if not isinstance(manifest, dict) or manifest.get("schema") != SCHEMA:
        found = manifest.get("schema") if isinstance(manifest, dict) else None
        raise GraphFormatError(
            folder / MANIFEST, f"expected schema {SCHEMA}, found {found!r}", hint="import it again"
        )
    return manifest


def _vocabulary(arrays: Mapping[str, NDArray[Any]], name: str, kind: str) -> Vocabulary:
    return Vocabulary(arrays[f"{name}.blob"].data, arrays[f"{name}.offsets"], kind=kind)


def _sizes_agree(graph: KnowledgeGraph) -> bool:
    if not len(graph.entities.offsets) or not len(graph.relations.offsets):
        return False
    pairs = [
        (vocabulary.offsets, len(vocabulary.blob))
        for vocabulary in (graph.entities, graph.relations)
    ]
    for csr in (graph.forward, graph.backward):
        if not graph.n_triples == len(csr.relations) == len(csr.neighbors):
            return False
        if len(csr.offsets) != graph.n_entities + 1:
            return False
        pairs.append((csr.offsets, graph.n_triples))
    return all(offsets[0] == 0 and offsets[-1] == n for offsets, n in pairs)


def _makes_a_graph(graph: KnowledgeGraph) -> bool:
    everywhere = (
        graph.entities.offsets,
        graph.relations.offsets,
        graph.forward.offsets,
        graph.backward.offsets,
    )
    if any((np.diff(offsets) < 0).any() for offsets in everywhere):
        return False
    again = KnowledgeGraph.from_ids(graph.triple_ids(), graph.entities, graph.relations)
    labels = (graph.entities, graph.relations)
    return (
        again == graph
        and again.backward.equals(graph.backward)
        and all(Vocabulary.of(vocabulary) == vocabulary for vocabulary in labels)
    )
