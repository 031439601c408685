"""The graphs of gfm-rag: a folder with ``nodes.csv``, ``relations.csv`` and ``edges.csv``.

An entity is called by its ``uid`` where there are such, else by its ``name``, as the edges do.
Its type (but for the type ``entity``) and its attributes become attributes. What is said of
relations and edges is not read.
"""

import ast
import warnings
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from km_graph.errors import GraphFormatError
from km_graph.files import atomic_folder
from km_graph.formats.contracts import Statement
from km_graph.formats.delimited import Delimited
from km_graph.formats.lines import shorten, write_lines
from km_graph.formats.quoted import quoted_field
from km_graph.formats.reading import DEFAULT, ReadOptions
from km_graph.graph import KnowledgeGraph
from km_graph.graph.attributes import Attribute

NODES, RELATIONS, EDGES = "nodes.csv", "relations.csv", "edges.csv"
_EDGES = Delimited(
    ",", header=True, head="source", relation="relation", tail="target", quoting=True
)
_PLAIN = "entity"


class GfmRag:
    """Reads and writes folders of gfm-rag; see the module."""

    suffixes: tuple[str, ...] = ()

    def read(self, path: Path, options: ReadOptions = DEFAULT) -> Iterator[Statement]:
        """The triples of the edges, then the attributes of the nodes.

        Raises:
            GraphFormatError: If a file is missing, or a record of one is not as expected.
        """
        if not path.is_dir():
            raise GraphFormatError(path, f"expected a folder with {NODES}, {RELATIONS} and {EDGES}")
        yield from _EDGES.read(path / EDGES, options)
        yield from _attributes(path / NODES, options)

    def write(self, graph: KnowledgeGraph, path: Path) -> None:
        """Write the three files; languages and datatypes of attributes are left out."""
        with atomic_folder(path) as folder:
            _write(folder / NODES, ("name", "type", "attributes"), _nodes(graph))
            relations = ((relation, "{}") for relation in graph.relations)
            _write(folder / RELATIONS, ("name", "attributes"), relations)
            edges = ((*triple, "{}") for triple in graph.triples())
            _write(folder / EDGES, ("source", "relation", "target", "attributes"), edges)


GFM_RAG = GfmRag()


def _attributes(path: Path, options: ReadOptions) -> Iterator[Attribute]:
    records = _EDGES.records(path, options)
    number, names = next(records, (1, []))
    if "name" not in names:
        raise GraphFormatError(path, "the header has no column called 'name'", line=number)
    for number, fields in records:
        try:
            yield from _said(names, fields)
        except ValueError as error:
            options.on_problem(GraphFormatError(path, str(error), line=number))


def _said(names: list[str], fields: list[str]) -> list[Attribute]:
    row = dict(zip(names, fields, strict=False))
    name = row.get("name", "")
    entity = row.get("uid") or name
    if len(fields) != len(names) or not entity:
        shown = shorten(",".join(fields))
        raise ValueError(f"expected the fields {', '.join(names)}, found {shown}")
    pairs = [("label", name)] if name not in ("", entity) else []
    if (kind := row.get("type", "")) not in ("", _PLAIN):
        pairs.append(("type", kind))
    for key, value in _literal(row.get("attributes") or "{}").items():
        values = value if isinstance(value, list) else [value]
        pairs += [(str(key), str(one)) for one in values if key and one is not None]
    for pair in pairs:
        "".join(pair).encode()  # refuses half of a surrogate pair
    return [Attribute(entity, key, text) for key, text in pairs]


def _literal(text: str) -> dict[Any, Any]:
    """The dictionary that gfm-rag writes: the ``repr`` of one of plain values."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "\d" in a string of someone else's is no concern
            value = ast.literal_eval(text)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise ValueError(  # noqa: TRY004  # it is the file that is wrong
            f"expected a dictionary as attributes, found {shorten(text)}"
        )
    return value


def _nodes(graph: KnowledgeGraph) -> Iterator[tuple[str, ...]]:
    for entity, label in enumerate(graph.entities):
        said: dict[str, list[str]] = {}
        for attribute in graph.attributes(entity):
            said.setdefault(attribute.name, []).append(attribute.value)
        kind, *kinds = said.pop("type", [_PLAIN])
        said |= {"type": kinds} if kinds else {}
        plain = {name: values[0] if len(values) == 1 else values for name, values in said.items()}
        yield label, kind, repr(plain)


def _write(path: Path, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    def field(text: str) -> str:
        if "\0" in text:
            raise GraphFormatError(path, f"CSV cannot hold {shorten(text)}", hint="write jsonl")
        return quoted_field(text, ",")

    write_lines(path, (",".join(map(field, row)) for row in chain([header], rows)))
