"""The values of a JSON record, checked: ValueError or TypeError says what is wrong."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from functools import cache, partial
from itertools import chain
from typing import Any

from km_graph.graph import Triple


def check_keys(row: Mapping[str, Any], record: type[Any], *, required: tuple[str, ...]) -> None:
    """Refuse a row that lacks a key or has one that its record does not know."""
    known = _keys_of(record)  # type: ignore[arg-type]  # mypy takes types for unhashable
    for key in required:
        if key not in row:
            raise ValueError(f"expected the key {key!r} in a {record.__name__.lower()}")
    if not known.issuperset(row):
        unknown = min(set(row) - known)
        raise ValueError(f"unknown key {unknown!r}; expected {', '.join(sorted(known))}")


@cache
def _keys_of(record: type[Any]) -> frozenset[str]:
    return frozenset(field.name for field in fields(record))


def stated(row: Mapping[str, Any], key: str) -> Any:
    """A value that must be there."""
    if key not in row:
        raise ValueError(f"expected the key {key!r}; there are {', '.join(row) or 'none'}")
    return row[key]


def text(row: Mapping[str, Any], key: str) -> str:
    """A value that must be there and be text."""
    value = stated(row, key)
    if not isinstance(value, str):
        raise TypeError(f"expected text as {key!r}, found {type(value).__name__}")
    return value


def texts(row: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """A list of texts; empty if the key is missing."""
    if key not in row:
        return ()
    value = row[key]
    if not isinstance(value, list) or not _are_texts(value):
        raise TypeError(f"expected a list of texts as {key!r}, found {value!r:.80}")
    return tuple(value)


def aliases(row: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Other spellings by answer."""
    if "aliases" not in row:
        return {}
    names = row["aliases"]
    if not isinstance(names, dict):
        raise TypeError(f"expected lists of texts by answer as 'aliases', found {names!r:.80}")
    return {answer: texts(names, answer) for answer in names}


def mentions(row: Mapping[str, Any]) -> tuple[tuple[int, int], ...]:
    """Spans of the text of a question."""
    if "mentions" not in row:
        return ()
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


def answerable(row: Mapping[str, Any]) -> bool | None:
    """A truth value, or None."""
    value = row.get("answerable")
    if value is not None and type(value) is not bool:
        raise TypeError(f"expected true or false as 'answerable', found {value!r:.80}")
    if value is False and row.get("answers"):
        raise ValueError("expected no answers where 'answerable' is false")
    return value


def optional_text(row: Mapping[str, Any], key: str) -> str:
    """Text, or "" if the key is missing."""
    return text(row, key) if key in row else ""


def history(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Pairs of what a user and an assistant said; empty if the key is missing."""
    turns = row.get("history", [])
    if not isinstance(turns, list) or not all(_is_texts(turn, 2) for turn in turns):
        raise TypeError(f"expected pairs of texts as 'history', found {turns!r:.80}")
    return [(user, assistant) for user, assistant in turns]


def triples(row: Mapping[str, Any], key: str = "triples") -> tuple[Triple, ...]:
    """Head, relation and tail of each; empty if the key is missing."""
    if key not in row:
        return ()
    stated = row[key]
    if not isinstance(stated, list) or not _are_triples(stated):
        wrong = stated if not isinstance(stated, list) else _first_wrong(stated)
        raise TypeError(f"expected [head, relation, tail] as {key!r}, found {wrong!r:.80}")
    return tuple(map(_triple, stated))


def conversation_to_json(system: str, history: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """What came before a prompt, as JSON values; what is empty is left out."""
    row = {"system": system, "history": [list(turn) for turn in history]}
    return {key: value for key, value in row.items() if value}


# Some questions bring thousands of triples, so this runs in the interpreter's own loops; it is
# what ``Triple._make`` does.
_triple: Callable[[Iterable[str]], Triple] = partial(tuple.__new__, Triple)


def _are_triples(values: list[Any]) -> bool:
    return (
        set(map(type, values)) <= {list, tuple, Triple}
        and set(map(len, values)) <= {3}
        and set(map(type, chain.from_iterable(values))) <= {str}
    )


def _are_texts(values: list[Any]) -> bool:
    return set(map(type, values)) <= {str}


def _first_wrong(values: list[Any]) -> Any:
    return next(value for value in values if not _are_triples([value]))


def _is_texts(value: Any, length: int) -> bool:
    whole = isinstance(value, list | tuple) and len(value) == length
    return whole and all(isinstance(item, str) for item in value)
