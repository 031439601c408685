"""Terms that a SPARQL endpoint sends as statements, as reading an RDF file makes them."""

import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TypeGuard

from km_graph.endpoints.sparql import Sparql
from km_graph.endpoints.sparql_answers import Row, Term
from km_graph.errors import GraphFormatError
from km_graph.formats.contracts import Statement
from km_graph.formats.rdf_names import PrefixedNames, iri_name
from km_graph.formats.rdf_terms import IMAGES, XSD_STRING
from km_graph.formats.reading import ReadOptions
from km_graph.graph import Triple
from km_graph.graph.attributes import Attribute

_CACHED = 1 << 16


class Statements:
    """Makes statements of rows; labels of blank nodes tell the endpoint they are of."""

    def __init__(self, endpoint: Sparql, options: ReadOptions) -> None:
        self._url = endpoint.url
        self._problem = options.on_problem
        shorten = PrefixedNames({}) if endpoint.labels == "prefixed" else iri_name
        self._name = lru_cache(_CACHED)(shorten)
        self._blank = f"_:b{hashlib.sha256(endpoint.url.encode()).hexdigest()[:8]}-"

    def of(self, rows: Iterable[Row]) -> Iterator[Statement]:
        """What the rows state, in order; a row that states nothing is a problem."""
        for head, relation, tail in rows:
            if not _is_resource(head):
                self._refuse("an IRI or a blank node as head", head)
            elif relation is None or relation.kind != "iri" or not relation.value:
                self._refuse("an IRI as relation", relation)
            elif tail is not None and tail.kind == "literal":
                yield self._attribute(head, relation, tail)
            elif not _is_resource(tail):
                self._refuse("an IRI, a blank node or a text without direction as tail", tail)
            elif relation.value in IMAGES and tail.kind == "iri":
                name = self._name(relation.value)
                yield Attribute(self._label(head), name, tail.value, "", "image")
            else:
                yield Triple(self._label(head), self._name(relation.value), self._label(tail))

    def is_blank(self, label: str) -> bool:
        """Whether this is the label of a blank node of this endpoint."""
        return label.startswith(self._blank)

    def _attribute(self, head: Term, relation: Term, said: Term) -> Attribute:
        datatype = ""
        if said.datatype and not said.language and said.datatype != XSD_STRING:
            datatype = self._name(said.datatype)
        name = self._name(relation.value)
        return Attribute(self._label(head), name, said.value, said.language, datatype)

    def _label(self, term: Term) -> str:
        return self._name(term.value) if term.kind == "iri" else self._blank + term.value

    def _refuse(self, expected: str, found: Term | None) -> None:
        shown = "nothing" if found is None else f"{found.kind} {found.value[:80]!r}"
        self._problem(GraphFormatError(self._url, f"expected {expected}, found {shown}"))


def _is_resource(term: Term | None) -> TypeGuard[Term]:
    return term is not None and term.kind in ("iri", "blank") and bool(term.value)
