"""The values of a JSON record, checked: ValueError or TypeError says what is wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from km_graph.graph import Triple


def check_keys(row: Mapping[str, Any], record: type[Any], *, required: tuple[str, ...]) -> None:
    """Refuse a row that lacks a key or has one that its record does not know."""
    known = {field.name for field in fields(record)}
    missing = [key for key in required if key not in row]
    if missing:
        raise ValueError(f"expected the key {missing[0]!r} in a {record.__name__.lower()}")
    unknown = sorted(set(row) - known)
    if unknown:
        raise ValueError(f"unknown key {unknown[0]!r}; expected {', '.join(sorted(known))}")


def text(row: Mapping[str, Any], key: str) -> str:
    """A value that must be there and be text."""
    value = row[key]
    if not isinstance(value, str):
        raise TypeError(f"expected text as {key!r}, found {type(value).__name__}")
    return value


def texts(row: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """A list of texts; empty if the key is missing."""
    value = row.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise TypeError(f"expected a list of texts as {key!r}, found {value!r:.80}")
    return tuple(value)


def aliases(row: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Other spellings by answer."""
    names = row.get("aliases", {})
    if not isinstance(names, dict):
        raise TypeError(f"expected lists of texts by answer as 'aliases', found {names!r:.80}")
    return {answer: texts(names, answer) for answer in names}


def mentions(row: Mapping[str, Any]) -> tuple[tuple[int, int], ...]:
    """Spans of the text of a question."""
    length = len(row["text"])
    spans = tuple(map(tuple, row.get("mentions", ())))
    for span in spans:
        whole = len(span) == 2 and all(type(place) is int for place in span)
        if not whole or not 0 <= span[0] <= span[1] <= length:
            raise ValueError(
                f"expected a start and an end within the text, found {list(span)!r:.80}"
            )
    return spans


def hops(row: Mapping[str, Any]) -> int | None:
    """A count, or None."""
    count = row.get("hops")
    if count is not None and (type(count) is not int or count < 0):
        raise TypeError(f"expected a count as 'hops', found {count!r:.80}")
    return count


def optional_text(row: Mapping[str, Any], key: str) -> str:
    """Text, or "" if the key is missing."""
    return text(row, key) if key in row else ""


def history(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Pairs of what a user and an assistant said; empty if the key is missing."""
    turns = row.get("history", [])
    if not isinstance(turns, list) or not all(_is_texts(turn, 2) for turn in turns):
        raise TypeError(f"expected pairs of texts as 'history', found {turns!r:.80}")
    return [(user, assistant) for user, assistant in turns]


def triples(row: Mapping[str, Any]) -> tuple[Triple, ...]:
    """Head, relation and tail of each; empty if the key is missing."""
    stated = row.get("triples", [])
    if not isinstance(stated, list) or not all(_is_texts(triple, 3) for triple in stated):
        raise TypeError(f"expected [head, relation, tail] as 'triples', found {stated!r:.80}")
    return tuple(Triple(*triple) for triple in stated)


def conversation_to_json(system: str, history: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """What came before a prompt, as JSON values; what is empty is left out."""
    row = {"system": system, "history": [list(turn) for turn in history]}
    return {key: value for key, value in row.items() if value}


def _is_texts(value: Any, length: int) -> bool:
    whole = isinstance(value, list | tuple) and len(value) == length
    return whole and all(isinstance(item, str) for item in value)
