"""RDF documents as triples and attributes; needs pyoxigraph, so only ``rdf`` imports it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache, partial
from itertools import chain
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple, parse

from km_graph.errors import GraphFormatError
from km_graph.formats.contracts import Block, Statement
from km_graph.formats.rdf import Rdf
from km_graph.formats.rdf_document import Document, syntax_of
from km_graph.formats.rdf_names import RDFS_LABEL, LabelNames, Name, PrefixedNames, iri_name
from km_graph.formats.rdf_plain import PLAIN, sort_lines
from km_graph.formats.rdf_terms import IMAGES, OURS, XSD_STRING
from km_graph.formats.reading import ReadOptions, unheard
from km_graph.formats.streams import STANDARD
from km_graph.graph import Triple as Edge
from km_graph.graph.attributes import Attribute

_CACHED = 1 << 18
_DIRECTION = "a text with a base direction, which an attribute cannot hold"
_QUOTED = "a triple about a triple, which a graph cannot hold"
_UNWANTED = 3

# A third of the time that the class itself takes, for the one object made for every triple.
_edge: Callable[[tuple[str, str, str]], Edge] = partial(tuple.__new__, Edge)


def read_rdf(form: Rdf, path: Path, options: ReadOptions) -> Iterator[Statement]:
    """The triples and attributes of a document; see ``Rdf``."""
    chosen = _labels(form, path, options) if form.labels == "rdfs" else {}
    document = Document(form, path, options)
    quads = document.quads()
    first = next(quads, None)  # the prefixes of the document are known from here on
    if first is None:
        return
    name = _name(form, document, chosen)
    node = _then(document.blank_nodes, name) if form.labels == "rdfs" else document.blank_nodes
    yield from _statements(chain((first,), quads), name, node, document.problem)


def read_blocks(form: Rdf, path: Path, options: ReadOptions) -> Iterator[Block]:
    """The same of a document of lines whose IRIs are the names, in blocks; see ``Rdf``."""
    document = Document(form, path, options)
    for block in document.blocks():
        edges, attributes, rest = sort_lines(block.text)
        quads: Iterable[Quad]
        try:
            quads = [*parse(rest, syntax_of(form), lenient=form.lenient)]
        except (SyntaxError, MemoryError):  # which line of the block it is, is found line by line
            edges, attributes, quads = b"", [], document.block_quads(block)
        said = _statements(quads, iri_name, document.blank_nodes, document.problem)
        yield Block(edges, PLAIN, attributes, said)


def _name(form: Rdf, document: Document, chosen: dict[str, str]) -> Name:
    if form.labels == "iri":
        return iri_name
    prefixed = PrefixedNames(document.prefixes)
    return lru_cache(_CACHED)(LabelNames(chosen, prefixed) if form.labels == "rdfs" else prefixed)


def _statements(
    quads: Iterable[Quad], name: Name, node: Name, problem: Callable[[str], None]
) -> Iterator[Statement]:
    # Where IRIs are the names, only those from OURS on need a look: comparing saves two calls.
    first = OURS if name is iri_name else ""
    relations: dict[str, str] = {}
    for subject, predicate, value, _ in quads:
        iri, head = predicate.value, subject.value
        relation = relations.get(iri)
        if relation is None:
            relation = relations[iri] = name(iri)
        if type(subject) is not NamedNode:
            head = node(head)
        elif head >= first:
            head = name(head)
        kind = type(value)
        if kind is NamedNode and iri not in IMAGES:
            tail = value.value
            yield _edge((head, relation, name(tail) if tail >= first else tail))
        elif kind is NamedNode:
            yield Attribute(head, relation, value.value, "", "image")
        elif kind is BlankNode:
            yield Edge(head, relation, node(value.value))
        elif kind is Triple:
            problem(_QUOTED)
        elif value.direction is not None:
            problem(_DIRECTION)
        else:
            yield _attribute(head, relation, value, name)


def _attribute(head: str, relation: str, value: Literal, name: Name) -> Attribute:
    if language := value.language:
        return Attribute(head, relation, value.value, language)
    datatype = value.datatype.value
    shown = "" if datatype == XSD_STRING else name(datatype)
    return Attribute(head, relation, value.value, "", shown)


def _labels(form: Rdf, path: Path, options: ReadOptions) -> dict[str, str]:
    """The chosen ``rdfs:label`` of every resource, from a reading of its own."""
    if path == STANDARD or path.is_fifo():
        raise GraphFormatError(
            path,
            "naming entities by rdfs:label reads a file twice, and a pipe flows once",
            hint="save it as a file, or choose labels=prefixed",
        )
    quiet = replace(options, on_problem=_ignored, on_bytes=unheard)
    document = Document(form, path, quiet)
    best: dict[str, tuple[int, str]] = {}
    for subject, predicate, value, _ in document.quads():
        blank = type(subject) is BlankNode
        resource = document.blank_nodes(subject.value) if blank else subject.value
        if type(value) is BlankNode:
            document.blank_nodes(value.value)  # numbered here as it will be when read again
        if type(value) is Literal and value.value and predicate.value == RDFS_LABEL:
            found = (_rank(value.language or "", form.language), value.value)
            if found[0] < _UNWANTED:
                best[resource] = min(found, best.get(resource, found))
    return {resource: label for resource, (_, label) in best.items()}


def _rank(language: str, wanted: str) -> int:
    if language == wanted.lower():
        return 0
    if wanted and language.startswith(f"{wanted.lower()}-"):
        return 1
    return _UNWANTED if language else 2


def _then(first: Name, second: Name) -> Name:
    return lambda text: second(first(text))


def _ignored(problem: GraphFormatError) -> None:
    """Leave a problem to the reading that yields statements."""
