r"""W3C RDF 1.1 N-Triples, line by line and strict.

How terms become labels: an IRI is its own text without ``<>``; a blank node is ``_:name``; a
literal is its N-Triples text in canonical form (``"Köln"@de``), so two spellings of one literal
are one label.

How other labels are written: as an IRI ``urn:km:`` followed by the label, percent-encoded, which
reading turns back. So any graph can be written, and reading gives an equal graph.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote, unquote

from km_graph.errors import GraphFormatError
from km_graph.formats.lines import read_lines, shorten, write_lines
from km_graph.formats.reading import DEFAULT, ReadOptions
from km_graph.graph import KnowledgeGraph, Triple

_OURS = "urn:km:"
_UCHAR = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
# Without the ":" that the first edition lists: the erratum and the W3C tests leave it out.
_LETTER = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff_"
)
_NAME = f"{_LETTER}0-9\u00b7\u0300-\u036f\u203f-\u2040-"
_BLANK = f"_:[{_LETTER}0-9](?:[{_NAME}.]*[{_NAME}])?"
_ABSOLUTE_IRI = r'[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>"{}|^`\\]*'
_IRI = rf'<(?:[^\x00-\x20<>"{{}}|^`\\]|{_UCHAR})*>'
_STRING = rf'"(?:[^"\\\n\r]|\\[tbnrf"\'\\]|{_UCHAR})*"'
_LITERAL = (
    rf"(?P<string>{_STRING})(?:@(?P<language>[A-Za-z]+(?:-[A-Za-z0-9]+)*)|\^\^(?P<type>{_IRI}))?"
)

# Each takes the blanks after the term with it.
_PLACES = (
    ("a subject (<iri> or _:blank)", re.compile(rf"({_IRI}|{_BLANK})[ \t]*")),
    ("a predicate (<iri>)", re.compile(rf"({_IRI})[ \t]*")),
    ('an object (<iri>, _:blank or "literal")', re.compile(rf"({_IRI}|{_BLANK}|{_LITERAL})[ \t]*")),
)
_NOTHING = re.compile(r"[ \t]*(?:#.*)?", re.DOTALL)
_END = re.compile(r"\.[ \t]*(?:#.*)?", re.DOTALL)
_WHOLE_IRI = re.compile(_ABSOLUTE_IRI)
_WHOLE_BLANK = re.compile(_BLANK)
_WHOLE_LITERAL = re.compile(_LITERAL)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_ESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_XSD_STRING = "<http://www.w3.org/2001/XMLSchema#string>"

# What a canonical literal escapes, and how (RDF 1.2 N-Triples, "Canonical N-Triples").
_CANONICAL = {code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F, 0xFFFE, 0xFFFF)} | {
    ord(char): f"\\{name}" for name, char in _ESCAPED.items() if char != "'"
}
_HEAD, _RELATION, _TAIL = range(3)


class NTriples:
    """Reads and writes N-Triples; see the module for how terms and labels correspond."""

    suffixes = (".nt",)

    def read(self, path: Path, options: ReadOptions = DEFAULT) -> Iterator[Triple]:
        """The triples of a file, comments and blank lines skipped.

        Raises:
            GraphFormatError: If a line is not an N-Triples statement.
        """
        for number, text in read_lines(path, encoding=options.encoding):
            for line in text.split("\r"):  # the grammar ends lines at a lone \r as well
                try:
                    triple = _statement(line)
                except ValueError as error:
                    raise GraphFormatError(path, str(error), line=number) from error
                if triple:
                    yield triple

    def write(self, graph: KnowledgeGraph, path: Path) -> None:
        """Write one statement a line in order of ids; see ``GraphWriter``."""
        heads = [_term(label, _HEAD) for label in graph.entities]
        relations = [_term(label, _RELATION) for label in graph.relations]
        tails = [_term(label, _TAIL) for label in graph.entities]
        write_lines(
            path,
            (
                f"{heads[head]} {relations[relation]} {tails[tail]} ."
                for head, relation, tail in graph.triple_ids().tolist()
            ),
        )


def _statement(line: str) -> Triple | None:
    if _NOTHING.fullmatch(line):
        return None
    position = len(line) - len(line.lstrip(" \t"))
    labels = []
    for place, (expected, pattern) in enumerate(_PLACES):
        match = pattern.match(line, position)
        if match is None:
            raise ValueError(_message(expected, line, position))
        labels.append(_label(match[1], place))
        position = match.end()
    if not _END.fullmatch(line, position):
        raise ValueError(_message("'.' and the end of the line", line, position))
    return Triple(*labels)


def _message(expected: str, line: str, position: int) -> str:
    return f"expected {expected} at column {position + 1}, found {shorten(line[position:])}"


@lru_cache(1 << 16)  # entities and relations come again and again
def _label(text: str, place: int) -> str:
    if text.startswith("_:"):
        return text
    if literal := _WHOLE_LITERAL.fullmatch(text):
        return _canonical(literal)
    iri = _iri(text)
    if iri.startswith(_OURS):
        label = unquote(iri.removeprefix(_OURS), errors="replace")
        if _term(label, place) == text:  # only what the writer wrote; else it is an IRI like others
            return label
    return iri


def _iri(term: str) -> str:
    iri = _unescaped(term[1:-1])
    if not _WHOLE_IRI.fullmatch(iri):
        message = f"expected an absolute IRI, found {shorten(term)}"
        raise ValueError(message)
    return iri


def _canonical(match: re.Match[str]) -> str:
    value = _unescaped(match["string"][1:-1]).translate(_CANONICAL)
    if match["language"]:
        return f'"{value}"@{match["language"]}'
    if match["type"] and (datatype := f"<{_iri(match['type'])}>") != _XSD_STRING:
        return f'"{value}"^^{datatype}'
    return f'"{value}"'


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(match: re.Match[str]) -> str:
    if match[3]:
        return _ESCAPED[match[3]]
    code = int(match[1] or match[2], 16)
    if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        message = f"expected the number of a character, found {match[0]!r}"
        raise ValueError(message)
    return chr(code)


def _term(label: str, place: int) -> str:
    if label.startswith("_:") and place != _RELATION and _WHOLE_BLANK.fullmatch(label):
        return label
    if label.startswith('"') and place == _TAIL and _is_canonical(label):
        return label
    if not label.startswith(_OURS) and _WHOLE_IRI.fullmatch(label):
        return f"<{label}>"
    return f"<{_OURS}{quote(label, safe='')}>"


def _is_canonical(label: str) -> bool:
    match = _WHOLE_LITERAL.fullmatch(label)
    try:
        return match is not None and _canonical(match) == label
    except ValueError:
        return False


NTRIPLES = NTriples()
