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

PLAIN = LineLayout(b" ", n_fields=4, head=0, relation=1, tail=2)
"""How a plain line states a triple, once it has lost its angle brackets."""

_LONGEST = 1 << 23  # of a block: in a larger one there are lines that the parser may refuse
_BLANKS = bytes.maketrans(b"\t", b" ")
_ASCII = bytes(range(0x80))
_NOTHING = (b"", b"", b"")

_STRANGE = re.compile(
    rb"\xc2[\x80-\x9f]|\xee|\xef[\x80-\xa3]|\xef\xb7|\xef\xbf[\xb0-\xbf]|\xf0.\xbf[\xbe\xbf]|[\xf1-\xf4]",
    re.DOTALL,
)
"""Characters beyond ASCII that no IRI may have, and some that it may."""

# A part of what RFC 3987 allows, and none of what it forbids where no character is strange.
# In bytes: a set of wide characters takes milliseconds to compile, and there are many.
_CHARACTERS = r"A-Za-z0-9\-._~!$&'()*+,;=:@/\x80-\xff"


def _part(more: str = "") -> str:
    some = f"[{_CHARACTERS}{more}]*+"
    return f"{some}(?:%[0-9A-Fa-f]{{2}}{some})*+"


_HOST = r"https?://[A-Za-z0-9.\-]++(?::[0-9]{1,5}+)?+"
_IRI = rf"{_HOST}(?:/{_part()})?+(?:\?{_part('?')})?+(?:#{_part('?')})?+"
_NO_IMAGE = "(?!https?://(?:{})>)".format(
    "|".join(sorted({re.escape(iri.partition("://")[2]) for iri in IMAGES}))
)
_NO_RDF = r"(?!http://www\.w3\.org/1999/02/22-rdf-syntax-ns#)"  # datatypes that need a language
_END = r"[ \t]\.\r?\n"
_EDGE = rf"<{_IRI}>[ \t]<{_NO_IMAGE}{_IRI}>[ \t]<{_IRI}>{_END}"
_LANGUAGE = "@[a-z]{2,3}(?:-[a-z]{2})?"
_TYPE = rf"\^\^<{_NO_RDF}{_IRI}>"
_TEXT = r'"[^"\\\r\n\0]*+"'
_SAID = rf"<{_IRI}>[ \t]<{_IRI}>[ \t]{_TEXT}(?:{_LANGUAGE}|{_TYPE})?{_END}"
_RUNS = re.compile(rf"((?:{_EDGE})++)|((?:{_SAID})++)|([^\n]*\n|[^\n]+\Z)".encode("latin-1"))
"""Lines of one kind after each other: triples, attributes, and a single line of neither."""

_TERMS = re.compile(
    r'<([^>]*)>[ \t]<([^>]*)>[ \t]"([^"]*)"'
    rf"(?:@([a-z-]*)|\^\^<(?:{re.escape(XSD_STRING)}|([^>]*))>)?{_END}"
)
"""What is in a line with a literal, which is known to be one."""

_attribute: Callable[[tuple[str, ...]], Attribute] = partial(tuple.__new__, Attribute)


class SortedLines(NamedTuple):
    """Whole lines, by what is to be done with them.

    Attributes:
        edges: Lines that state a triple as ``PLAIN`` says.
        attributes: What the lines with a literal say.
        rest: All other lines, for the parser.
    """

    edges: bytes
    attributes: list[Attribute]
    rest: bytes


def sort_lines(block: bytes) -> SortedLines:
    """Tell plain lines from the rest; a block that is not certain to be good text is all rest."""
    if len(block) > _LONGEST or not _is_plain_text(block):
        return SortedLines(b"", [], block)
    edges, literals, rest = map(b"".join, zip(*_RUNS.findall(block) or [_NOTHING], strict=True))
    attributes = list(map(_attribute, _TERMS.findall(literals.decode())))
    return SortedLines(edges.translate(_BLANKS, b"<>\r"), attributes, rest)


def _is_plain_text(block: bytes) -> bool:
    if block.isascii():
        return True
    try:
        block.decode()
    except UnicodeDecodeError:
        return False
    return not _STRANGE.search(block.translate(None, _ASCII))
