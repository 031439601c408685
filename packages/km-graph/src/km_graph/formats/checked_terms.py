"""RDF text whose triple terms are not nested deeper than a parser can bear.

A parser that calls itself for each ``<<( … )>>`` overflows the stack: pyoxigraph 0.5.13 ends the
whole process at some ten thousand levels.
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
_STEP = re.compile(rb'"(?:[^"\\\r\n]|\\.)*+"|<<|>>')
_STEPS = {b"<<": 1, b">>": -1}


class CheckedTerms(Chunks):
    """A stream of RDF text, each piece checked before a parser gets it.

    Reading raises GraphFormatError where triple terms are nested deeper than ``MAX_DEPTH``.
    """

    def __init__(self, stream: IO[bytes], path: Path) -> None:
        super().__init__(_checked(stream, path))


def _checked(stream: IO[bytes], path: Path) -> Iterator[bytes]:
    depth, seam = 0, b""
    while data := stream.read(_CHUNK):
        if b"<<" in seam + data or depth:
            found = _STEP.findall(seam + data)
            levels = list(
                accumulate((_STEPS.get(step, 0) for step in found), _above_0, initial=depth)
            )
            if max(levels) > MAX_DEPTH:
                raise GraphFormatError(path, f"triple terms are nested more than {MAX_DEPTH} deep")
            depth = levels[-1]
        seam = data[-1:] if data.endswith((b"<", b">")) and data[-2:] not in _STEPS else b""
        yield data


def _above_0(depth: int, step: int) -> int:
    return max(depth + step, 0)
