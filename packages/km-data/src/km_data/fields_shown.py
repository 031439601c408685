"""The fields of a record as people read them: short, one line a thing, safe for a terminal."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from km_data.records import AnyExample, Prediction, Question

_LISTED = 5
_TRIPLES = 3
_BEGINNING, _END = 700, 300
# What would move the cursor, colour the screen or turn the direction of writing.
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def fields_shown(record: Question | AnyExample | Prediction) -> Iterator[tuple[str, str]]:
    """The name and the value of each field that is not empty.

    Example:
        >>> dict(fields_shown(Question("1", "Why?", answers=tuple("abcdefg"))))
        {'id': '1', 'text': 'Why?', 'answers': 'a, b, c, d, e … 2 more'}
    """
    for name, value in record.to_json().items():
        yield name.replace("_", " "), safe(_said(name, value))


def safe(text: str) -> str:
    """Text without what a terminal would obey, and without its middle where it is long."""
    text = text.rstrip("\n")
    left_out = len(text) - _BEGINNING - _END
    if left_out > 0:
        between = f" … {left_out:,} characters left out … "
        text = text[:_BEGINNING] + between + text[-_END:]
    return _CONTROL.sub(lambda match: ascii(match[0])[1:-1], text)


def _said(name: str, value: Any) -> str:
    match name:
        case "triples" | "removed" | "added":
            return _triples(value)
        case "aliases":
            pairs = (f"{answer} = {_list(names)}" for answer, names in value.items())
            return _list(pairs, between="; ")
        case "mentions":
            return _list(f"{start}–{end}" for start, end in value)
        case "evidence":
            paths = (f"{' → '.join(p['entities'])}  by {p['relation_path']}" for p in value)
            return _list(paths, between="\n")
        case "history":
            turns = (f"user: {user}\nassistant: {answer}" for user, answer in value)
            return _list(turns, between="\n")
    return _list(value) if isinstance(value, list) else str(value)


def _list(values: Iterable[Any], *, between: str = ", ", limit: int = _LISTED) -> str:
    texts = [str(value) for value in values]
    more = f" … {len(texts) - limit:,} more" if len(texts) > limit else ""
    return between.join(texts[:limit]) + more


def _triples(triples: list[list[str]]) -> str:
    count = "1 triple" if len(triples) == 1 else f"{len(triples):,} triples"
    first = (f"({'; '.join(map(safe, triple))})" for triple in triples)
    return f"{count}\n" + _list(first, between="\n", limit=_TRIPLES)
