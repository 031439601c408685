"""Gold answers and ids, as the files of others state them."""

from collections.abc import Iterable, Mapping
from typing import Any

from km_data.records import fields


def answers_of(stated: Iterable[str]) -> tuple[str, ...]:
    """The gold answers in order, each once.

    Raises:
        ValueError: If there is none.
    """
    answers = tuple(dict.fromkeys(stated))
    if not answers:
        raise ValueError("expected at least one answer, found none")
    return answers


def id_of(row: Mapping[str, Any], key: str) -> str:
    """An id that may be a number."""
    value = fields.stated(row, key)
    return str(value) if type(value) is int else fields.text(row, key)


def known_names(row: Mapping[str, Any], key: str) -> dict[str, str]:
    """Names by id, ``{"m.03_dwn": "Lou Seal"}``.

    Raises:
        TypeError: If it is something else.
    """
    names = fields.stated(row, key)
    if not isinstance(names, dict) or not all(isinstance(name, str) for name in names.values()):
        raise TypeError(f"expected names by id as {key!r}, found {names!r:.80}")
    return names
