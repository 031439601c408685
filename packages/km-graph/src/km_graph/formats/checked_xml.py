"""XML without document type declarations, well-formed, and not nested deeper than parsers bear.

A DOCTYPE can define entities that expand without bound or name other files, so none is let
through: it is looked for in the bytes before any parser sees them, even in comments, whatever
the encoding. What is left goes through the standard library's expat, so that a laxer parser
behind it takes the document for what it is.
"""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.parsers import expat

from km_graph.errors import GraphFormatError
from km_graph.formats.encodings import Chunks, recoded

MAX_DEPTH = 500
MAX_ATTRIBUTES = 1000

_CHUNK = 1 << 18
_LONGEST_TAG = 1 << 24
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_OVERLAP = 64
_ENCODING = re.compile(rb"""\A\s*<\?xml\b[^<>?]*?(\bencoding\s*=\s*["']([\w.\-]+)["'])""")
_MARKS = (  # the longer ones first: the mark of UTF-16 begins that of UTF-32
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)


class CheckedXml(Chunks):
    """A stream of XML as UTF-8, each piece checked before a parser gets it.

    Reading raises GraphFormatError where the document is not to be let through.
    """

    def __init__(self, stream: IO[bytes], path: Path) -> None:
        super().__init__(parsed_xml(stream, path, DepthCheck(path).parser))


def parsed_xml(stream: IO[bytes], path: Path, parser: "expat.XMLParserType") -> Iterator[bytes]:
    """The pieces of a document, each once the parser has taken it.

    Raises:
        GraphFormatError: If it has a document type declaration or is not well-formed.
    """
    fed = 0
    for piece in utf8_pieces(stream, path):
        _feed(parser, piece, path)
        fed += len(piece)
        if fed - parser.CurrentByteIndex > _LONGEST_TAG:
            line = parser.CurrentLineNumber
            raise GraphFormatError(path, "a tag is longer than 16 MiB", line=line)
        yield piece
    _feed(parser, b"", path, last=True)


def utf8_pieces(stream: IO[bytes], path: Path) -> Iterator[bytes]:
    """The pieces of an XML document, as UTF-8, without its encoding declaration.

    Raises:
        GraphFormatError: If it has a document type declaration, or is not of its encoding.
    """
    first = stream.read(_CHUNK)
    encoding = _encoding(first)
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
    except LookupError as error:
        message = f"states the encoding {encoding!r}, which is not known"
        raise GraphFormatError(path, message) from error
    seen = b""
    whole = Chunks(_with(first, stream)).buffered()
    for i, piece in enumerate(recoded(whole, path, decoder, encoding)):
        seen = seen[-_OVERLAP:] + piece
        if _DECLARATION.search(seen):
            raise GraphFormatError(
                path,
                "has a document type declaration, which could expand without bound",
                hint="remove <!DOCTYPE …> and what it declares",
            )
        yield _undeclared(piece) if i == 0 else piece


def _encoding(head: bytes) -> str:
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    found = _ENCODING.match(head)
    return found[2].decode() if found else "utf-8"


def _undeclared(piece: bytes) -> bytes:
    found = _ENCODING.match(piece)
    return piece[: found.start(1)] + piece[found.end(1) :] if found else piece


def _with(first: bytes, stream: IO[bytes]) -> Iterator[bytes]:
    yield first
    while data := stream.read(_CHUNK):
        yield data


def _feed(parser: "expat.XMLParserType", piece: bytes, path: Path, *, last: bool = False) -> None:
    try:
        parser.Parse(piece, last)
    except expat.ExpatError as error:
        what = f"expected XML: {expat.ErrorString(error.code)} at column {error.offset + 1}"
        raise GraphFormatError(path, what, line=error.lineno) from error


class DepthCheck:
    """Refuses what is nested too deep or has too many attributes; a parser may do more with it.

    Attributes:
        path: The file, for messages.
        parser: The parser to feed.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.parser = expat.ParserCreate("utf-8")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self._depth = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the start of an element."""

    def end(self, name: str) -> None:
        """Take the end of an element."""

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            self._refuse(f"the XML is nested more than {MAX_DEPTH} deep")
        if len(attributes) > MAX_ATTRIBUTES:
            self._refuse(f"an element has more than {MAX_ATTRIBUTES} attributes")
        self.start(name, attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        self.end(name)

    def _refuse(self, what: str) -> None:
        raise GraphFormatError(self.path, what, line=self.parser.CurrentLineNumber)
