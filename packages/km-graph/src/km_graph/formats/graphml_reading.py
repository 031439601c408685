"""How GraphML is read: one handler for elements, one for text, and the statements they make."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from km_graph.errors import GraphFormatError
from km_graph.formats.checked_xml import DepthCheck, parsed_xml
from km_graph.formats.contracts import Statement
from km_graph.formats.lines import shorten
from km_graph.formats.reading import ReadOptions
from km_graph.formats.streams import open_stream
from km_graph.graph import Triple
from km_graph.graph.attributes import Attribute

_RELATIONS = ("relation", "label", "key")
_TEXT = frozenset({"string", ""})
_UNKNOWN = "states an edge that has no relation"


@dataclass(slots=True)
class _Key:
    """What a ``<key>`` declares: how data of that id are called, and of what type they are."""

    name: str
    language: str
    datatype: str
    default: str | None = None


@dataclass(slots=True)
class _Element:
    """A node or an edge whose end has not come."""

    tag: str
    stated: dict[str, str]
    data: list[tuple[_Key, str]]


def read_graphml(
    path: Path, options: ReadOptions, *, relation: str, default: str
) -> Iterator[Statement]:
    """The statements of a file; see ``GraphMl``."""
    made = _Maker(path, options, (relation,) if relation else _RELATIONS, default, not relation)
    with open_stream(path, options) as stream:
        try:
            for _ in parsed_xml(stream, path, made.parser):
                yield from made.taken()
        except GraphFormatError:
            yield from made.taken()  # what stands before the problem
            raise
    yield from made.taken()
    if not made.is_graphml:
        raise GraphFormatError(path, "expected GraphML, found XML without a <graphml> element")


class _Maker(DepthCheck):
    """Makes statements of elements as they end."""

    def __init__(
        self, path: Path, options: ReadOptions, names: tuple[str, ...], default: str, by_id: bool
    ) -> None:
        super().__init__(path)
        self._statements: list[Statement] = []
        self.is_graphml = False
        self._options = options
        self._names = names
        self._default = default
        self._by_id = by_id
        self._keys: dict[str, _Key] = {}
        self._declared: _Key | None = None
        self._open: list[_Element] = []
        self._datum: _Key | None = None
        self._inside = 0
        self._text: list[str] = []
        self.parser.CharacterDataHandler = None

    def taken(self) -> list[Statement]:
        """The statements that were made since this was last asked."""
        statements, self._statements = self._statements, []
        return statements

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the start of an element."""
        tag = name.rpartition(":")[2]
        if self._datum is not None or (self._declared is not None and tag != "default"):
            self._inside += 1  # what data of other programs hold besides text
        elif tag in ("node", "edge"):
            self._open.append(_Element(tag, attributes, []))
        elif tag == "data":
            self._datum = self._key(attributes.get("key", ""))
            self._listen()
        elif tag == "default":
            self._listen()
        elif tag == "key":
            self._declared = self._keys[attributes.get("id", "")] = _declared(attributes)
        elif tag == "hyperedge":
            self._problem("states a hyperedge, which a graph cannot hold")
        elif tag == "graphml":
            self.is_graphml = True

    def end(self, name: str) -> None:
        """Take the end of an element."""
        tag = name.rpartition(":")[2]
        if self._inside:
            self._inside -= 1
        elif tag == "data" and self._datum is not None:
            if self._open:
                self._open[-1].data.append((self._datum, self._heard()))
            self._datum = None
        elif tag == "default" and self._declared is not None:
            self._declared.default = self._heard()
        elif tag == "key":
            self._declared = None
        elif tag == "node":
            self._node(self._open.pop())
        elif tag == "edge":
            self._edge(self._open.pop())

    def _node(self, node: _Element) -> None:
        entity = node.stated.get("id", "")
        if not entity:
            self._problem("states a node without an id")
            return
        for key, value in node.data:
            self._statements.append(Attribute(entity, key.name, value, key.language, key.datatype))

    def _edge(self, edge: _Element) -> None:
        head, tail = edge.stated.get("source", ""), edge.stated.get("target", "")
        relation = self._relation(edge)
        if not head or not tail:
            self._problem("states an edge without a source or a target")
        elif not relation:
            what = f"states an edge without a relation: {shorten(head)} to {shorten(tail)}"
            self._problem(what, hint="name its data as relation, or a default for such edges")
        else:
            self._statements.append(Triple(head, relation, tail))

    def _relation(self, edge: _Element) -> str:
        said = {key.name: value for key, value in edge.data}
        defaults = {key.name: key.default for key in self._keys.values() if key.default}
        for name in self._names:
            if found := said.get(name) or defaults.get(name):
                return found
        return (edge.stated.get("id", "") if self._by_id else "") or self._default

    def _key(self, stated: str) -> _Key:
        return self._keys.get(stated) or _Key(stated, "", "")

    def _listen(self) -> None:
        self._text.clear()
        self.parser.CharacterDataHandler = self._hear

    def _hear(self, text: str) -> None:
        if not self._inside:
            self._text.append(text)

    def _heard(self) -> str:
        self.parser.CharacterDataHandler = None
        return "".join(self._text)

    def _problem(self, what: str, *, hint: str | None = None) -> None:
        line = self.parser.CurrentLineNumber
        self._options.on_problem(GraphFormatError(self.path, what, line=line, hint=hint))


def _declared(attributes: dict[str, str]) -> _Key:
    kind = attributes.get("attr.type", "")
    datatype = attributes.get("datatype", "" if kind in _TEXT else kind)
    name = attributes.get("attr.name") or attributes.get("id", "")
    return _Key(name, attributes.get("language", ""), datatype)
