"""What a SPARQL endpoint answers, as rows of terms.

Tables are taken apart here and not by pyoxigraph, which a deeply nested term makes crash, and
for which one odd IRI spoils a page. A label may be any text, so IRIs are taken as they come.
"""

import json
from typing import Any, Literal, NamedTuple

import pyoxigraph as ox

_MOST_NESTED = 1_000
_KINDS: dict[str, Literal["iri", "blank", "literal"]] = {
    "uri": "iri",
    "bnode": "blank",
    "literal": "literal",
    "typed-literal": "literal",  # of before SPARQL 1.1
}


class Term(NamedTuple):
    """An RDF term.

    Attributes:
        kind: What it is; ``"other"`` for what a graph cannot hold.
        value: An IRI, the name of a blank node, or a text; the term itself if it is another.
        language: The language of a text, in small letters as reading RDF files has it.
        datatype: The IRI of its datatype.
    """

    kind: Literal["iri", "blank", "literal", "other"]
    value: str
    language: str = ""
    datatype: str = ""


Row = tuple[Term | None, Term | None, Term | None]


class Table(NamedTuple):
    """The answer to SELECT: its columns, and a dictionary for each row."""

    columns: list[str]
    rows: list[dict[str, Any]]


def read_table(body: bytes) -> Table | None:
    """A table in SPARQL's JSON; None if the answer is yes or no.

    Raises:
        ValueError: If it is something else, or not whole.
    """
    try:
        found = json.loads(body)
        if b"\\u" in body:
            json.dumps(found, ensure_ascii=False).encode()  # raises if it holds half a character
        if found.get("boolean") is not None:
            return None
        return Table(list(map(str, found["head"]["vars"])), list(found["results"]["bindings"]))
    except (AttributeError, TypeError, KeyError, RecursionError) as error:
        raise ValueError(f"expected SPARQL results in JSON: {type(error).__name__}") from error


def rows_of(table: Table) -> list[Row]:
    """The rows of a table with the columns head, relation and tail.

    Raises:
        ValueError: If one is not as SPARQL's JSON has it.
    """
    try:
        return [
            (_term(row.get("head")), _term(row.get("relation")), _term(row.get("tail")))
            for row in table.rows
        ]
    except (AttributeError, TypeError, KeyError) as error:
        raise ValueError(f"expected SPARQL results in JSON: {type(error).__name__}") from error


def read_triples(body: bytes) -> list[Row]:
    """The triples of an answer to CONSTRUCT, in N-Triples.

    Raises:
        ValueError: If it is something else, or not whole.
    """
    # Twenty thousand triples within one another make pyoxigraph crash.
    if body.count(b"<<") > _MOST_NESTED and any(
        line.count(b"<<") > _MOST_NESTED for line in body.splitlines()
    ):
        raise ValueError(f"a line holds more than {_MOST_NESTED:,} triples about triples")
    try:
        return [
            (_parsed(quad.subject), _parsed(quad.predicate), _parsed(quad.object))
            for quad in ox.parse(body, format=ox.RdfFormat.N_TRIPLES, lenient=True)
        ]
    except SyntaxError as error:
        raise ValueError(error.msg) from error
    except MemoryError as error:
        raise ValueError("a term is longer than 16 MiB") from error


def _term(said: dict[str, Any] | None) -> Term | None:
    if said is None:
        return None
    kind = _KINDS.get(said["type"])
    if kind is None or "its:dir" in said:
        return Term("other", json.dumps(said)[:80])
    value, language, datatype = said["value"], said.get("xml:lang", ""), said.get("datatype", "")
    if not (isinstance(value, str) and isinstance(language, str) and isinstance(datatype, str)):
        raise TypeError(value)
    return Term(kind, value, language.lower(), datatype)


def _parsed(term: object) -> Term:
    if isinstance(term, ox.NamedNode):
        return Term("iri", term.value)
    if isinstance(term, ox.BlankNode):
        return Term("blank", term.value)
    if isinstance(term, ox.Literal) and term.direction is None:
        return Term("literal", term.value, term.language or "", term.datatype.value)
    return Term("other", str(term)[:80])
