"""One RDF document as the statements that pyoxigraph finds in it."""

from collections.abc import Iterator
from functools import partial
from itertools import chain
from pathlib import Path
from typing import IO

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, QuadParser, RdfFormat, parse

from km_graph.errors import ConfigError, GraphFormatError
from km_graph.formats.checked_json import CheckedJson
from km_graph.formats.checked_terms import CheckedTerms
from km_graph.formats.checked_xml import CheckedXml
from km_graph.formats.encodings import Chunks, as_utf8
from km_graph.formats.rdf import Rdf
from km_graph.formats.rdf_blank_nodes import BlankNodes, scope_of
from km_graph.formats.rdf_lines import NumberedBlock, block_quads, numbered_blocks
from km_graph.formats.rdf_problems import explained
from km_graph.formats.reading import ReadOptions
from km_graph.formats.streams import open_stream

_HEAD = 1 << 16
_LINES = (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)


def syntax_of(form: Rdf) -> RdfFormat:
    """The format in the terms of pyoxigraph."""
    syntax = RdfFormat.from_extension(form.suffixes[0].removeprefix("."))
    assert syntax is not None
    return syntax


class Document:
    """An RDF document to be read once.

    Attributes:
        prefixes: The prefixes stated before its first statement, once that is read.
        blank_nodes: The labels of its blank nodes.
    """

    def __init__(self, form: Rdf, path: Path, options: ReadOptions) -> None:
        self.path = path
        self.prefixes: dict[str, str] = {}
        self.blank_nodes = BlankNodes(lambda: scope_of(path, options, self._head))
        self._form = form
        self._options = options
        self._head = b""

    def quads(self) -> Iterator[Quad]:
        """Its statements in order.

        Raises:
            GraphFormatError: If it is not as its format has it.
        """
        with open_stream(self.path, self._options) as packed:
            quads = self._all_quads(packed if self.path.is_file() else self._pipe(packed))
            yield from self._of_graph(quads) if self._form.graph else quads

    def blocks(self) -> Iterator[NumberedBlock]:
        """Its lines, where it is of a format of lines.

        Raises:
            GraphFormatError: As ``quads`` does.
        """
        with open_stream(self.path, self._options) as packed:
            text = self._text(packed if self.path.is_file() else self._pipe(packed))
            yield from numbered_blocks(text, self.path, self._options)

    def block_quads(self, block: NumberedBlock) -> Iterator[Quad]:
        """The statements of some of its lines; a bad line is a problem."""
        syntax, lenient = syntax_of(self._form), self._form.lenient
        return block_quads(block, self.path, syntax, self._options, lenient=lenient)

    def problem(self, what: str) -> None:
        """Take a statement that cannot be kept."""
        self._options.on_problem(GraphFormatError(self.path, f"states {what}"))

    def _pipe(self, packed: IO[bytes]) -> IO[bytes]:
        self._head = packed.read(_HEAD)  # what its blank nodes are known by
        return Chunks(chain((self._head,), iter(partial(packed.read, _HEAD), b""))).buffered()

    def _all_quads(self, packed: IO[bytes]) -> Iterator[Quad]:
        syntax = syntax_of(self._form)
        if syntax == RdfFormat.RDF_XML:
            return self._parsed(CheckedXml(packed, self.path).buffered(), syntax)
        if syntax == RdfFormat.JSON_LD:
            text = as_utf8(packed, self.path, self._options.encoding)
            return self._parsed(CheckedJson(text, self.path).buffered(), syntax)
        text = self._text(packed)
        if syntax in _LINES:
            blocks = numbered_blocks(text, self.path, self._options)
            return chain.from_iterable(map(self.block_quads, blocks))
        return self._parsed(text, syntax)

    def _text(self, packed: IO[bytes]) -> IO[bytes]:
        text = as_utf8(packed, self.path, self._options.encoding)
        return CheckedTerms(text, self.path).buffered()

    def _parsed(self, stream: IO[bytes], syntax: RdfFormat) -> Iterator[Quad]:
        parser = self._parser(stream, syntax)
        try:
            first = next(parser, None)
            self.prefixes.update(parser.prefixes)
            if first is not None:
                yield first
                yield from parser
        except (SyntaxError, MemoryError) as error:
            raise explained(error, self.path) from error

    def _parser(self, stream: IO[bytes], syntax: RdfFormat) -> QuadParser:
        base = self._form.base
        try:
            return parse(stream, syntax, base_iri=base or None, lenient=self._form.lenient)
        except ValueError as error:
            what = f"option base: expected an absolute IRI, found {base!r}"
            raise ConfigError("", [what]) from error

    def _of_graph(self, quads: Iterator[Quad]) -> Iterator[Quad]:
        wanted = _graph_name(self._form.graph)
        for quad in quads:
            if quad.graph_name == wanted:
                yield quad
                continue
            for term in (quad.subject, quad.object):
                if type(term) is BlankNode:  # numbered though left out: labels do not depend on it
                    self.blank_nodes(term.value)


def _graph_name(graph: str) -> NamedNode | BlankNode | DefaultGraph:
    if graph == "default":
        return DefaultGraph()
    try:
        return BlankNode(graph[2:]) if graph.startswith("_:") else NamedNode(graph)
    except ValueError as error:
        what = f"option graph: expected an IRI, a blank node or default, found {graph!r}"
        raise ConfigError("", [what]) from error
