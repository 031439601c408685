"""JSON lines: one triple or attribute a line.

A triple is an object with the keys head, relation and tail (other keys are not read) or a list
of three strings. An attribute is an object with the keys entity, name, value and, where there
is something to say, language and datatype.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from km_graph.errors import GraphFormatError
from km_graph.formats.contracts import Statement
from km_graph.formats.lines import read_lines, shorten, write_lines
from km_graph.formats.reading import DEFAULT, ReadOptions
from km_graph.graph import KnowledgeGraph, Triple
from km_graph.graph.attributes import Attribute

_KINDS = {
    dict: "an object",
    list: "a list",
    str: "a string",
    bool: "a truth value",
    type(None): "null",
}
_ABSENT: Any = object()
_BLANK = " \t\r"


@dataclass(frozen=True, slots=True)
class JsonLines:
    """JSON lines, with the keys that a triple has.

    Attributes:
        head: The key of the head; likewise ``relation`` and ``tail``.
        suffixes: The file suffixes that mean this format.
    """

    head: str = "head"
    relation: str = "relation"
    tail: str = "tail"
    suffixes: tuple[str, ...] = (".jsonl", ".ndjson")

    def read(self, path: Path, options: ReadOptions = DEFAULT) -> Iterator[Statement]:
        """The triples and attributes of a file, blank lines skipped.

        Raises:
            GraphFormatError: If a line is not JSON, or neither a triple nor an attribute.
        """
        for number, line in read_lines(path, options):
            try:
                statement = self._statement(line)
            except ValueError as error:
                options.on_problem(GraphFormatError(path, str(error), line=number))
                continue
            if statement is not None:
                yield statement

    def write(self, graph: KnowledgeGraph, path: Path) -> None:
        """Write the triples in order of ids, then the attributes; see ``GraphWriter``."""
        entities = list(map(_json, graph.entities))
        relations = list(map(_json, graph.relations))
        head_key, relation_key, tail_key = map(_json, (self.head, self.relation, self.tail))
        triples = (
            f"{{{head_key}: {entities[head]}, {relation_key}: {relations[relation]}, "
            f"{tail_key}: {entities[tail]}}}"
            for head, relation, tail in graph.triple_ids().tolist()
        )
        write_lines(path, chain(triples, _attribute_lines(graph)))

    def _statement(self, line: str) -> Statement | None:
        value = parsed(line)
        if type(value) is dict:
            if self.head in value or "entity" not in value:
                keys = (self.head, self.relation, self.tail)
                head, relation, tail = (_text(value.get(key, _ABSENT), key, line) for key in keys)
                return Triple(head, relation, tail)
            return _attribute(value, line)
        if type(value) is list:
            return triple_of_list(value, line)
        if value is None and not line.strip(_BLANK):
            return None
        raise ValueError(f"expected an object or a list, found {_kind(value)}: {shorten(line)}")


def triple_of_list(value: list[Any], shown: str) -> Triple:
    """The triple of a list of three strings.

    Raises:
        ValueError: Saying what it is instead.
    """
    if len(value) != 3:
        found = f"{len(value)}: {shorten(shown or repr(value))}"
        raise ValueError(f"expected a list of 3 strings, found {found}")
    head, relation, tail = value
    if not (type(head) is type(relation) is type(tail) is str):
        shown = shown or repr(value)
    return Triple(
        _text(head, "head", shown), _text(relation, "relation", shown), _text(tail, "tail", shown)
    )


def parsed(line: str) -> Any:
    """The value of a line of JSON; None for a blank one.

    Raises:
        ValueError: Saying what is wrong with it.
    """
    try:
        return json.loads(line)
    except RecursionError:
        raise ValueError(f"the JSON is nested too deep: {shorten(line)}") from None
    except json.JSONDecodeError as error:
        if not line.strip(_BLANK):
            return None
        raise ValueError(f"expected JSON: {error.msg} at column {error.colno}") from error
    except ValueError as error:  # a number of thousands of digits
        raise ValueError(f"expected JSON: a number is too long: {shorten(line)}") from error


def _text(value: Any, key: str, line: str) -> str:
    if type(value) is str and value:
        if not value.isascii():
            _refuse_halves(value, key)
        return value
    if value is _ABSENT:
        raise ValueError(f"expected the key {key!r}: {shorten(line)}")
    found = "an empty string" if value == "" else _kind(value)
    raise ValueError(f"expected a string as {key!r}, found {found}: {shorten(line)}")


def _refuse_halves(value: str, key: str) -> None:
    try:
        value.encode()
    except UnicodeEncodeError:
        what = f"expected Unicode text as {key!r}, found half a surrogate pair: {shorten(value)}"
        raise ValueError(what) from None


def _attribute(value: dict[str, Any], line: str) -> Attribute:
    entity, name = (_text(value.get(key, _ABSENT), key, line) for key in ("entity", "name"))
    rest = {
        key: "" if (found := value.get(key, default)) == "" else _text(found, key, line)
        for key, default in (("value", _ABSENT), ("language", ""), ("datatype", ""))
    }
    return Attribute(entity, name, **rest)


def _kind(value: Any) -> str:
    return _KINDS.get(type(value), f"the number {value!r:.40}")


def _json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _attribute_lines(graph: KnowledgeGraph) -> Iterator[str]:
    if graph.attribute_table is None:
        return
    for entity in range(graph.n_entities):
        for attribute in graph.attributes(entity):
            row = {key: text for key, text in attribute._asdict().items() if text or key == "value"}
            yield json.dumps(row, ensure_ascii=False)


JSONL = JsonLines()
