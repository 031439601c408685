r"""Lines of N-Triples that anyone can read: most of most files, without a parser.

A line is plain if it has nothing but ``http`` IRIs that are certain to be good, single blanks
between terms, and no escape. Of such lines a graph is made as of tab-separated ones. What is not
plain is left to the parser, good or bad; so being plain is only ever a question of speed.
"""

import re
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from km_graph.encoding import LineLayout
from km_graph.formats.rdf_terms import IMAGES, XSD_STRING
from km_graph.graph.attributes import Attribute

LAYOUT = LineLayout(b" ", n_fields=4, head=0, relation=1, tail=2)
"""How a plain line states a triple, once it has lost its angle brackets."""

_LONGEST = 1 << 23  # of a block: in a larger one there are lines that the parser may refuse
_TO_LAYOUT = bytes.maketrans(b"\t", b" ")

# A part of what RFC 3987 allows, and none of what it forbids.
_CHARACTERS = r"A-Za-z0-9\-._~!$&'()*+,;=:@/\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"


def _part(more: str = "") -> str:
    some = f"[{_CHARACTERS}{more}]*+"
    return f"{some}(?:%[0-9A-Fa-f]{{2}}{some})*+"


_IRI = rf"https?://[A-Za-z0-9.\-]++(?:/{_part()})?+(?:\?{_part('?')})?+(?:#{_part('?')})?+"
_NO_IMAGE = "(?!https?://(?:{})>)".format(
    "|".join(sorted({re.escape(iri.partition("://")[2]) for iri in IMAGES}))
)
_NO_RDF = r"(?!http://www\.w3\.org/1999/02/22-rdf-syntax-ns#)"  # datatypes that need a language
_END = r"[ \t]\.\r?\n"
_EDGE = rf"<{_IRI}>[ \t]<{_NO_IMAGE}{_IRI}>[ \t]<{_IRI}>{_END}"


def _literal(group: str) -> str:
    """A line with a literal, its terms in groups that begin like this."""
    term = f"<{group}{_IRI})>"
    text = rf'"{group}[^"\\\r\n\0]*+)"'
    language = f"@{group}[a-z]{{2,3}}(?:-[a-z]{{2}})?)"
    datatype = rf"\^\^<(?:{re.escape(XSD_STRING)}|{_NO_RDF}{group}{_IRI}))>"
    return rf"{term}[ \t]{term}[ \t]{text}(?:{language}|{datatype})?{_END}"


_LITERAL = re.compile(_literal("("))
_RUNS = re.compile(rf"((?:{_EDGE})++)|((?:{_literal('(?:')})++)|([^\n]*\n|[^\n]+\Z)")
"""Lines of one kind after each other: triples, attributes, and a single line of neither."""

_attribute: Callable[[tuple[str, ...]], Attribute] = partial(tuple.__new__, Attribute)


class Sorted(NamedTuple):
    """Whole lines, by what is to be done with them.

    Attributes:
        edges: Lines that state a triple as ``LAYOUT`` says.
        attributes: What the lines with a literal say.
        rest: All other lines, for the parser.
    """

    edges: bytes
    attributes: list[Attribute]
    rest: bytes


def sort_lines(block: bytes) -> Sorted:
    """Tell plain lines from the rest; a block that is no UTF-8 is all rest."""
    if len(block) > _LONGEST:
        return Sorted(b"", [], block)
    try:
        runs = _RUNS.findall(block.decode())
    except UnicodeDecodeError:
        return Sorted(b"", [], block)
    edges, literals, rest = map("".join, zip(*runs, strict=True)) if runs else ("", "", "")
    attributes = list(map(_attribute, _LITERAL.findall(literals)))
    return Sorted(edges.encode().translate(_TO_LAYOUT, b"<>\r"), attributes, rest.encode())
