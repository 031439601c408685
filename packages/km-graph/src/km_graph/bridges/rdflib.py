"""Knowledge graphs from and to rdflib graphs; terms and labels are as in RDF files."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from km_graph.errors import GraphFormatError, MissingDependencyError
from km_graph.formats.contracts import Statement
from km_graph.graph import KnowledgeGraph, Triple
from km_graph.graph.attributes import Attribute

try:
    from km_graph.formats.rdf_terms import (
        IMAGES,
        XSD_STRING,
        attribute_value,
        datatype_iri_of,
        iri_of,
        is_picture,
        label_of,
        relation_iri_of,
    )

    _rdflib: Any = import_module("rdflib")  # by name: only what is used here is asked of it
except ModuleNotFoundError as error:
    raise MissingDependencyError("the rdflib bridge", "km-graph[rdflib]") from error


def from_rdflib(graph: Any) -> KnowledgeGraph:
    """The graph of an rdflib graph: literals are attributes, blank nodes keep their names.

    Example:
        >>> import rdflib
        >>> there = rdflib.Graph().parse(data="<http://e/a> <http://e/r> <http://e/b> .")
        >>> list(from_rdflib(there).triples())
        [Triple(head='http://e/a', relation='http://e/r', tail='http://e/b')]
    """
    return KnowledgeGraph.from_statements(_statements(graph))


def to_rdflib(graph: KnowledgeGraph) -> Any:
    """An ``rdflib.Graph`` of all triples and attributes.

    Raises:
        GraphFormatError: If RDF cannot hold an attribute: it has both a language and a datatype,
            or a language that is no language tag.

    Example:
        >>> graph = KnowledgeGraph.from_triples([("Köln", "country", "DE")])
        >>> [subject for subject, _, _ in to_rdflib(graph)]
        [rdflib.term.URIRef('urn:km:K%C3%B6ln')]
    """
    made = _rdflib.Graph()
    for statement in graph.statements():
        subject, name = _node(statement[0]), _rdflib.URIRef(relation_iri_of(statement[1]))
        value = _value(statement) if isinstance(statement, Attribute) else _node(statement.tail)
        made.add((subject, name, value))
    return made


def _statements(graph: Any) -> Iterator[Statement]:
    for subject, predicate, value in graph:
        head, name, text = _label(subject), label_of(str(predicate)), str(value)
        if isinstance(value, _rdflib.Literal):
            datatype = str(value.datatype or XSD_STRING)
            shown = "" if datatype == XSD_STRING or value.language else label_of(datatype)
            yield Attribute(head, name, text, value.language or "", shown)
        elif str(predicate) in IMAGES and isinstance(value, _rdflib.URIRef):
            yield Attribute(head, name, text, "", "image")
        else:
            yield Triple(head, name, _label(value))


def _label(term: Any) -> str:
    return f"_:{term}" if isinstance(term, _rdflib.BNode) else label_of(str(term))


def _node(label: str) -> Any:
    blank = label.startswith("_:")
    return _rdflib.BNode(label[2:]) if blank else _rdflib.URIRef(iri_of(label))


def _value(said: Attribute) -> Any:
    if is_picture(said):
        return _rdflib.URIRef(said.value)
    try:
        attribute_value(said)
    except ValueError as error:
        what = f"RDF cannot hold the attribute {said.name!r} of {said.entity!r}: {error}"
        raise GraphFormatError("rdflib graph", what) from error
    kind = _rdflib.URIRef(datatype_iri_of(said.datatype)) if said.datatype else None
    return _rdflib.Literal(said.value, lang=said.language or None, datatype=kind, normalize=False)
