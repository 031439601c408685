"""Node-link JSON as networkx writes it: an object with the lists ``nodes`` and ``edges``.

A node is the entity of its id, and its other keys are attributes. An edge, in a list called
``edges`` or ``links``, is a triple from source to target. A file is held in memory whole.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from km_graph.errors import GraphFormatError
from km_graph.formats.checked_json import CheckedJson
from km_graph.formats.contracts import Statement
from km_graph.formats.encodings import as_utf8
from km_graph.formats.lines import shorten, write_lines
from km_graph.formats.properties import properties
from km_graph.formats.property_graphs import PropertyGraph, whole
from km_graph.formats.reading import DEFAULT, ReadOptions
from km_graph.formats.streams import open_stream
from km_graph.graph import KnowledgeGraph


@dataclass(frozen=True, slots=True)
class NodeLink:
    """Node-link JSON.

    Attributes:
        relation: The key of an edge that is its relation; ``""`` for the first there is of
            ``relation``, ``label`` and ``key``.
        default: The relation of edges that have none.
        max_size: The most bytes of a file, which is held in memory whole.
        suffixes: The file suffixes that mean this format.
    """

    relation: str = ""
    default: str = ""
    max_size: int = 1 << 28
    suffixes: tuple[str, ...] = ()

    def read(self, path: Path, options: ReadOptions = DEFAULT) -> Iterator[Statement]:
        """The attributes of nodes, then the triples of edges.

        Raises:
            GraphFormatError: If it is not node-link JSON.
        """
        document = _document(path, options, self.max_size)
        made = PropertyGraph(path, options, self.relation, self.default)
        for node in _objects(path, document, "nodes"):
            said = dict(node)
            entity = made.label(said.pop("id", None), "node")
            if entity:
                yield from made.attributes(entity, said)
        name = "edges" if "edges" in document else "links"
        for edge in _objects(path, document, name):
            triple = made.triple(edge.get("source"), edge.get("target"), edge)
            if triple is not None:
                yield triple

    def write(self, graph: KnowledgeGraph, path: Path) -> None:
        """Write all nodes with their attributes, then all edges; see ``GraphWriter``.

        Raises:
            GraphFormatError: If an attribute has the name of the key of a node's id.
        """
        write_lines(path, _lines(graph, path))


def _document(path: Path, options: ReadOptions, max_size: int) -> dict[str, Any]:
    with open_stream(path, options) as packed:
        text = as_utf8(packed, path, options.encoding)
        data = whole(CheckedJson(text, path).buffered(), path, max_size)
    try:
        document = json.loads(data)
    except UnicodeDecodeError as error:
        raise GraphFormatError(path, f"expected UTF-8 text: {error.reason}") from error
    except json.JSONDecodeError as error:
        what = f"expected JSON: {error.msg} at column {error.colno}"
        raise GraphFormatError(path, what, line=error.lineno) from error
    except ValueError as error:  # a number of thousands of digits
        raise GraphFormatError(path, f"expected JSON: {error}") from error
    if not isinstance(document, dict):
        raise GraphFormatError(path, "expected an object with nodes and edges")
    return document


def _objects(path: Path, document: dict[str, Any], name: str) -> Iterable[dict[str, Any]]:
    found = document.get(name)
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise GraphFormatError(path, f"expected {name!r} to be a list of objects")
    return found


def _lines(graph: KnowledgeGraph, path: Path) -> Iterator[str]:
    yield '{"directed": true, "multigraph": true, "graph": {}, "nodes": ['
    nodes = range(graph.n_entities)
    yield from _separated(_json(_node(graph, entity, path)) for entity in nodes)
    yield '], "edges": ['
    yield from _separated(
        _json({"source": head, "target": tail, "key": relation, "relation": relation})
        for head, relation, tail in graph.triples()
    )
    yield "]}"


def _node(graph: KnowledgeGraph, entity: int, path: Path) -> dict[str, Any]:
    said = properties(graph.attributes(entity))
    label = graph.entities[entity]
    if "id" in said:
        what = f"a node cannot have the attribute 'id' besides its id: {shorten(label)}"
        raise GraphFormatError(path, what, hint="write JSON lines or a graph folder instead")
    return {"id": label, **said}


def _separated(rows: Iterable[str]) -> Iterator[str]:
    previous = None
    for row in rows:
        if previous is not None:
            yield f"{previous},"
        previous = row
    if previous is not None:
        yield previous


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


NODE_LINK = NodeLink()
