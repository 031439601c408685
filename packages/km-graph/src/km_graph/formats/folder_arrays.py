"""A graph as named arrays, and back: what the file of a graph folder holds."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from km_graph.errors import GraphFormatError
from km_graph.formats.folder_checks import sizes_agree
from km_graph.formats.safetensors import Arrays
from km_graph.graph import KnowledgeGraph
from km_graph.graph.attributes import AttributeTable
from km_graph.graph.csr import Csr
from km_graph.graph.vocabulary import Vocabulary

_GRAPH = {
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
_ATTRIBUTES = {
    "attributes.offsets": np.int64,
    "attributes.names": np.int32,
    "attributes.languages": np.int32,
    "attributes.datatypes": np.int32,
    "attributes.blob": np.uint8,
    "attributes.starts": np.int64,
    "words.blob": np.uint8,
    "words.offsets": np.int64,
}


def graph_of(arrays: Arrays, path: Path) -> KnowledgeGraph:
    """The graph of arrays, which are not copied and of which only the sizes are checked.

    Raises:
        GraphFormatError: If ``path``, where they are from, does not hold those of a graph.
    """
    expected = _GRAPH | (_ATTRIBUTES if "attributes.offsets" in arrays else {})
    flat = {name: array.dtype for name, array in arrays.items() if array.ndim == 1}
    if flat != expected or len(arrays) != len(flat):
        raise GraphFormatError(path, f"expected the arrays {', '.join(expected)}")
    if not sizes_agree(arrays):
        raise GraphFormatError(path, "its arrays do not fit each other")
    return KnowledgeGraph(
        _vocabulary(arrays, "entities", "entity"),
        _vocabulary(arrays, "relations", "relation"),
        Csr(*(arrays[f"forward.{field}"] for field in Csr._fields)),
        Csr(*(arrays[f"backward.{field}"] for field in Csr._fields)),
        _attributes(arrays) if len(expected) > len(_GRAPH) else None,
    )


def _attributes(arrays: Arrays) -> AttributeTable:
    return AttributeTable(
        offsets=arrays["attributes.offsets"],
        names=arrays["attributes.names"],
        languages=arrays["attributes.languages"],
        datatypes=arrays["attributes.datatypes"],
        words=_vocabulary(arrays, "words", "word"),
        blob=arrays["attributes.blob"].data,
        starts=arrays["attributes.starts"],
    )


def _vocabulary(arrays: Arrays, name: str, kind: str) -> Vocabulary:
    return Vocabulary(arrays[f"{name}.blob"].data, arrays[f"{name}.offsets"], kind=kind)


def arrays_of(graph: KnowledgeGraph) -> dict[str, NDArray[Any]]:
    """The arrays that a graph is kept as."""
    arrays: dict[str, NDArray[Any]] = {}
    vocabularies = {"entities": graph.entities, "relations": graph.relations}
    for name, csr in (("forward", graph.forward), ("backward", graph.backward)):
        arrays |= {f"{name}.{field}": getattr(csr, field) for field in Csr._fields}
    if (table := graph.attribute_table) is not None:
        vocabularies["words"] = table.words
        arrays["attributes.blob"] = np.frombuffer(table.blob, np.uint8)
        for field in ("offsets", "names", "languages", "datatypes", "starts"):
            arrays[f"attributes.{field}"] = getattr(table, field)
    for name, vocabulary in vocabularies.items():
        arrays[f"{name}.blob"] = np.frombuffer(vocabulary.blob, np.uint8)
        arrays[f"{name}.offsets"] = vocabulary.offsets
    return arrays
