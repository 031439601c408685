"""How GraphML is written: keys for what is said, nodes with their data, edges with a relation.

Languages and datatypes that GraphML has no word for are the extension attributes ``language``
and ``datatype`` of a key; other programs pass over them.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from km_graph.errors import GraphFormatError
from km_graph.formats.lines import shorten, write_lines
from km_graph.graph import KnowledgeGraph
from km_graph.graph.attributes import Attribute

_TYPES = frozenset({"boolean", "int", "long", "float", "double"})
_NOT_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
    | {char: f"&#{ord(char)};" for char in "\t\n\r"}
)

_Said = tuple[str, str, str]
"""The name, language and datatype of an attribute."""


def write_graphml(graph: KnowledgeGraph, path: Path) -> None:
    """Write a graph; see ``GraphMl``."""
    write_lines(path, _lines(graph, path))


def _lines(graph: KnowledgeGraph, path: Path) -> Iterator[str]:
    keys = _keys(graph)
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    yield '<key id="r" for="edge" attr.name="relation" attr.type="string"/>'
    for said, key in keys.items():
        yield _key_line(said, key, path)
    yield '<graph edgedefault="directed">'
    entities = [_escaped(label, path) for label in graph.entities]
    relations = [_escaped(label, path) for label in graph.relations]
    for entity, shown in enumerate(entities):
        yield f'<node id="{shown}">{_data(graph.attributes(entity), keys, path)}</node>'
    for head, relation, tail in graph.triple_ids().tolist():
        data = f'<data key="r">{relations[relation]}</data>'
        yield f'<edge source="{entities[head]}" target="{entities[tail]}">{data}</edge>'
    yield "</graph>"
    yield "</graphml>"


def _keys(graph: KnowledgeGraph) -> dict[_Said, str]:
    table = graph.attribute_table
    rows: Iterable[Attribute] = table.rows(graph.entities) if table is not None else ()
    said = sorted({(row.name, row.language, row.datatype) for row in rows})
    return {key: f"d{i}" for i, key in enumerate(said)}


def _key_line(said: _Said, key: str, path: Path) -> str:
    name, language, datatype = said
    kind = datatype if datatype in _TYPES else "string"
    more = f' language="{_escaped(language, path)}"' if language else ""
    if datatype and datatype != kind:
        more += f' datatype="{_escaped(datatype, path)}"'
    shown = _escaped(name, path)
    return f'<key id="{key}" for="node" attr.name="{shown}" attr.type="{kind}"{more}/>'


def _data(attributes: Iterable[Attribute], keys: dict[_Said, str], path: Path) -> str:
    said = ((keys[row.name, row.language, row.datatype], row.value) for row in attributes)
    return "".join(f'<data key="{key}">{_escaped(value, path)}</data>' for key, value in said)


def _escaped(text: str, path: Path) -> str:
    if _NOT_XML.search(text):
        hint = "write N-Triples or a graph folder instead"
        raise GraphFormatError(path, f"XML cannot hold the text {shorten(text)}", hint=hint)
    return text.translate(_ESCAPES)
