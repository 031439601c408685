"""Rows for tables, where every column has one type and every row every column."""

from collections.abc import Mapping
from typing import Any

from km_data.formats.contracts import Row
from km_data.records.example import (
    AnyExample,
    Example,
    PreferenceExample,
    RewardExample,
    Turn,
)

_TURNS = (Turn("u", "a"),)
WHOLE: Mapping[type[AnyExample], AnyExample] = {
    Example: Example("i", "p", "c", "s", _TURNS),
    PreferenceExample: PreferenceExample("i", "p", "c", "r", "s", _TURNS),
    RewardExample: RewardExample("i", "p", ("a",), {"a": ("b",)}, ("r",), "s", _TURNS),
}
"""An example of each kind that has everything, so that its row shows all columns."""


def flat(row: Row) -> Row:
    """A row whose aliases are a list, so that not every answer is a column of its own."""
    if "aliases" not in row:
        return row
    pairs = [{"answer": answer, "names": names} for answer, names in row["aliases"].items()]
    return row | {"aliases": pairs}


def unflat(row: Mapping[str, Any]) -> Row:
    """The row that ``flat`` was given, or any other without its null values."""
    stated = {key: value for key, value in row.items() if value is not None}
    aliases = stated.get("aliases")
    if isinstance(aliases, list) and all(map(_is_pair, aliases)):
        stated["aliases"] = {pair["answer"]: pair["names"] for pair in aliases}
    return stated


def _is_pair(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() == {"answer", "names"}
