"""JSON that is not nested deeper than a parser can bear.

Parsers that call themselves for each level overflow the stack: pyoxigraph 0.5.13 ends the whole
process at some ten thousand levels of JSON-LD.
"""

import re
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import IO

from km_graph.errors import GraphFormatError
from km_graph.formats.encodings import Chunks

MAX_DEPTH = 500

_CHUNK = 1 << 18
_STRING = re.compile(rb'"(?:[^"\\]+|\\.)*+(?P<end>"|\\?\Z)', re.DOTALL)
_OTHERS = bytes(byte for byte in range(256) if byte not in b"[]{}")
_STEPS = dict.fromkeys(b"[{", 1) | dict.fromkeys(b"]}", -1)


class CheckedJson(Chunks):
    """A stream of JSON, each piece checked before a parser gets it.

    Reading raises GraphFormatError where it is nested deeper than ``MAX_DEPTH``.
    """

    def __init__(self, stream: IO[bytes], path: Path) -> None:
        super().__init__(_checked(stream, path))


def _checked(stream: IO[bytes], path: Path) -> Iterator[bytes]:
    depth, inside = 0, b""
    while data := stream.read(_CHUNK):
        # A string that the last piece cut in two is opened again; so is a cut escape.
        outside, inside = _outside_strings(inside + data)
        brackets = outside.translate(None, _OTHERS)
        levels = list(accumulate(map(_STEPS.__getitem__, brackets), initial=depth))
        if max(levels) > MAX_DEPTH:
            raise GraphFormatError(path, f"the JSON is nested more than {MAX_DEPTH} deep")
        depth = levels[-1]
        yield data


def _outside_strings(data: bytes) -> tuple[bytes, bytes]:
    """What is not in strings, and how to open the string that the end cuts, if one is cut."""
    cut = b""

    def emptied(match: re.Match[bytes]) -> bytes:
        nonlocal cut
        if match["end"] != b'"':
            cut = b'"' + match["end"]
        return b""

    return _STRING.sub(emptied, data), cut
