"""Graphs as RDF documents; needs pyoxigraph, so only ``rdf`` imports it.

A graph is first put as N-Triples, of which N-Quads, Turtle and TriG are supersets; pyoxigraph
turns that into the other formats.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

from pyoxigraph import RdfFormat, parse, serialize

from km_graph.errors import GraphFormatError
from km_graph.formats.encodings import Chunks
from km_graph.formats.lines import shorten
from km_graph.formats.rdf import Rdf
from km_graph.formats.rdf_document import syntax_of
from km_graph.formats.rdf_names import WELL_KNOWN, PrefixedNames
from km_graph.formats.rdf_terms import attribute_value, node, relation_iri_of
from km_graph.formats.streams import atomic_stream
from km_graph.graph import KnowledgeGraph
from km_graph.graph.attributes import Attribute

_LINES = (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)
_TRIPLES = (RdfFormat.TURTLE, RdfFormat.RDF_XML)
_NOT_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def write_rdf(form: Rdf, graph: KnowledgeGraph, path: Path) -> None:
    """Write a graph; see ``Rdf``."""
    syntax = syntax_of(form)
    xml = syntax == RdfFormat.RDF_XML
    lines = (line.encode() for line in _lines(graph, path, xml=xml))
    with atomic_stream(path) as file:
        if syntax in _LINES:
            file.writelines(lines)
            return
        quads = parse(Chunks(lines).buffered(), RdfFormat.N_TRIPLES)
        stated = (quad.triple for quad in quads) if syntax in _TRIPLES else quads
        output = cast("IO[bytes]", _XmlOutput(file)) if xml else file  # writing is all it needs
        serialize(stated, output, syntax, prefixes=_prefixes(graph))


def _lines(graph: KnowledgeGraph, path: Path, *, xml: bool) -> Iterator[str]:
    nodes = list(map(node, graph.entities))
    relations = [f" <{relation_iri_of(label, xml=xml)}> " for label in graph.relations]
    for head, relation, tail in graph.triple_ids().tolist():
        yield f"{nodes[head]}{relations[relation]}{nodes[tail]} .\n"
    if graph.attribute_table is None:
        return
    for attribute in graph.attribute_table.rows(graph.entities):
        try:
            value = attribute_value(attribute)
        except ValueError as error:
            what = (
                f"RDF cannot hold the attribute {attribute.name!r} of {shorten(attribute.entity)}"
            )
            raise GraphFormatError(path, f"{what}: {error}") from error
        if xml:
            _check_xml(attribute, path)
        name = relation_iri_of(attribute.name, xml=xml)
        yield f"{node(attribute.entity)} <{name}> {value} .\n"


def _prefixes(graph: KnowledgeGraph) -> dict[str, str]:
    """The well-known prefixes that relations of the graph have a use for."""
    split = PrefixedNames({}).split
    used = {split(label)[0] for label in graph.relations}
    return {prefix: WELL_KNOWN[prefix] for prefix in sorted(used) if prefix}


def _check_xml(attribute: Attribute, path: Path) -> None:
    if _NOT_XML.search(attribute.value):
        what = f"XML cannot hold the value {shorten(attribute.value)}"
        raise GraphFormatError(path, what, hint="write Turtle or N-Triples instead")


class _XmlOutput:
    """Writes carriage returns as references, since XML parsers take bare ones for line ends."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def write(self, data: bytes) -> int:
        """Write all of the data."""
        self._file.write(data.replace(b"\r", b"&#13;"))
        return len(data)

    def flush(self) -> None:
        """Hand on what is held back."""
        self._file.flush()
