"""Names of blank nodes that are the same whenever a document is read, and in no other document.

The name in the document follows eight hexadecimal digits of the hash of its content. A node that
the document does not name is numbered in the order of reading.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from km_graph.formats.rdf_terms import is_scoped
from km_graph.formats.reading import ReadOptions, unheard
from km_graph.formats.streams import open_stream

_GENERATED = re.compile(r"[a-f][0-9a-f]{24,31}")
"""What pyoxigraph calls a node without a name: random, of 128 bits, beginning with a letter."""


class BlankNodes:
    """The labels of the blank nodes of one document.

    Args:
        scope: Gives the digits of the document; called when the first blank node comes.
    """

    def __init__(self, scope: Callable[[], str]) -> None:
        self._scope = scope
        self._prefix = ""
        self._labels: dict[str, str] = {}
        self._generated = 0

    def __call__(self, name: str) -> str:
        """The label of the blank node of this name."""
        label = self._labels.get(name)
        if label is None:
            label = self._labels[name] = self._label(name)
        return label

    def _label(self, name: str) -> str:
        if is_scoped(f"_:{name}"):  # written from a graph, where it had this label
            return f"_:{name}"
        self._prefix = self._prefix or f"_:b{self._scope()}"
        if not _GENERATED.fullmatch(name):
            return f"{self._prefix}-{name}"
        self._generated += 1
        return f"{self._prefix}.{self._generated - 1}"


def scope_of(path: Path, options: ReadOptions, head: bytes) -> str:
    """Eight digits that tell a file from others, packed or not; of a pipe, how it begins."""
    if not path.is_file():
        return hashlib.sha256(head).hexdigest()[:8]
    with open_stream(path, replace(options, on_bytes=unheard)) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()[:8]
