"""Text in any encoding as UTF-8 bytes, without a byte-order mark."""

import codecs
import io
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from km_graph.errors import GraphFormatError

_CHUNK = 1 << 18


class Chunks(io.RawIOBase):
    """A stream of the bytes that an iterator gives."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        super().__init__()
        self._chunks = chunks
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        """Fill what there is of the next chunk; see ``io.RawIOBase``."""
        while not self._rest:
            piece = next(self._chunks, None)
            if piece is None:
                return 0
            self._rest = memoryview(piece)
        n = min(len(buffer), len(self._rest))
        buffer[:n] = self._rest[:n]
        self._rest = self._rest[n:]
        return n

    def buffered(self) -> io.BufferedReader:
        """The same with a buffer, which parsers that ask for little at a time want."""
        raw: io.RawIOBase = self
        return io.BufferedReader(raw, _CHUNK)


def as_utf8(stream: IO[bytes], path: Path, encoding: str) -> IO[bytes]:
    """The text of a stream as UTF-8.

    Text that is said to be UTF-8 is left for the parser to check, which knows the line.

    Raises:
        GraphFormatError: If there is no such encoding, or when bytes are read that are not of it.
    """
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
    except LookupError as error:
        raise GraphFormatError(path, f"no text encoding is called {encoding!r}") from error
    if codecs.lookup(encoding).name in ("utf-8", "utf-8-sig"):
        return Chunks(_without_mark(stream)).buffered()
    return Chunks(recoded(stream, path, decoder, encoding)).buffered()


def recoded(
    stream: IO[bytes], path: Path, decoder: codecs.IncrementalDecoder, encoding: str
) -> Iterator[bytes]:
    """Pieces of a stream in another encoding, as UTF-8 without a byte-order mark.

    Raises:
        GraphFormatError: If bytes are not of that encoding.
    """
    begun = False
    while True:
        data = stream.read(_CHUNK)
        try:
            text = decoder.decode(data, not data)
        except UnicodeError as error:
            raise GraphFormatError(path, f"expected {encoding} text: {error}") from error
        if text and not begun:
            text, begun = text.removeprefix("\ufeff"), True
        yield text.encode("utf-8", "surrogatepass")
        if not data:
            return


def _without_mark(stream: IO[bytes]) -> Iterator[bytes]:
    first = stream.read(_CHUNK)
    yield first.removeprefix(codecs.BOM_UTF8)
    while data := stream.read(_CHUNK):
        yield data
