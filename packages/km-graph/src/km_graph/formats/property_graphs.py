"""What readers of nodes and edges with properties share: labels, relations and a size limit."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from km_graph.errors import GraphFormatError
from km_graph.formats.lines import shorten
from km_graph.formats.properties import attributes_of
from km_graph.formats.reading import ReadOptions
from km_graph.graph import Triple
from km_graph.graph.attributes import Attribute

_RELATIONS = ("relation", "label", "key")
_CHUNK = 1 << 20


class PropertyGraph:
    """Makes labels of ids, triples of edges and attributes of the properties of nodes.

    Args:
        path: The file, for messages.
        options: What becomes of problems.
        relation: The property of an edge that is its relation; ``""`` for the usual ones.
        default: The relation of edges without one.
    """

    def __init__(self, path: Path, options: ReadOptions, relation: str, default: str) -> None:
        self._path = path
        self._options = options
        self._names = (relation,) if relation else _RELATIONS
        self._default = default
        self._numbers: dict[str, bool] = {}

    def triple(self, head: Any, tail: Any, said: Mapping[str, Any]) -> Triple | None:
        """The triple of an edge, or None where there was a problem with it."""
        source, target = self.label(head, "source"), self.label(tail, "target")
        if not source or not target:
            return None
        relation = self._relation(said)
        if not relation:
            what = f"states an edge without a relation: {shorten(source)} to {shorten(target)}"
            self._problem(what, hint="say which of its properties is the relation, or a default")
            return None
        return Triple(source, relation, target)

    def label(self, value: Any, what: str) -> str:
        """An id as a label, numbers as they are written; ``""`` where it is neither."""
        number = type(value) in (int, float)
        text = str(value) if number else value
        if not _is_label(text):
            found = shorten(repr(value)) if value is not None else "none"
            self._problem(f"expected text or a number as {what}, found {found}")
            return ""
        if self._numbers.setdefault(text, number) != number:
            self._problem(f"has a number and a text that look alike as ids: {shorten(text)}")
            return ""
        return str(text)

    def attributes(self, entity: str, said: Mapping[str, Any]) -> Iterator[Attribute]:
        """The attributes that the properties of a node stand for, as far as they are text."""
        return self.checked(attributes_of(entity, said))

    def checked(self, attributes: Iterable[Attribute]) -> Iterator[Attribute]:
        """Those of the attributes that have a name and are text."""
        for attribute in attributes:
            if attribute.name and _is_unicode("".join(attribute)):
                yield attribute
            else:
                self._problem(f"expected text in the properties of {shorten(attribute.entity)}")

    def _relation(self, said: Mapping[str, Any]) -> str:
        for name in self._names:
            found = said.get(name)
            if _is_label(found):
                return str(found)
        return self._default

    def _problem(self, what: str, *, hint: str | None = None) -> None:
        self._options.on_problem(GraphFormatError(self._path, what, hint=hint))


def whole(stream: IO[bytes], path: Path, max_size: int) -> bytes:
    """All bytes of a stream.

    Raises:
        GraphFormatError: If they are more than ``max_size``.
    """
    pieces, size = [], 0
    while piece := stream.read(_CHUNK):
        pieces.append(piece)
        size += len(piece)
        if size > max_size:
            raise GraphFormatError(
                path,
                f"is larger than {max_size:,} bytes, and its format is held in memory whole",
                hint="raise max_size, or convert it to GraphML or JSON lines",
            )
    return b"".join(pieces)


def _is_label(value: Any) -> bool:
    return isinstance(value, str) and value != "" and _is_unicode(value)


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
