"""Node properties and attributes, each as the other, without loss.

What a property cannot say stands in its name: ``label@zh`` is a label in Chinese, and
``photo^^image`` one of the datatype image. Whole numbers, floats and truth values are the
database's own where that changes no digit.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from neo4j.time import Date, DateTime, Duration, Time

from km_graph.graph.attributes import Attribute

NODE_LABEL = "node label"
"""The name of the attributes that say which labels a node has."""

_LANGUAGE = re.compile(r"(.+)@([A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*)", re.DOTALL)
_LARGEST = 2**63


def attributes_of(entity: str, properties: Mapping[str, Any]) -> Iterator[Attribute]:
    """What the properties of a node say; each item of a list for itself."""
    for key, value in properties.items():
        name, language, datatype = _parts(key)
        for item in value if isinstance(value, list) else [value]:
            text, kind = _text(item)
            yield Attribute(entity, name, text, language, datatype or kind)


def properties_of(attributes: Iterable[Attribute]) -> dict[str, Any]:
    """The properties that say the same, a list where there are several values of one kind.

    Raises:
        ValueError: If no property name can say the language or datatype of one.
    """
    kinds: dict[tuple[str, str, str], list[str]] = {}
    for _, name, value, language, datatype in attributes:
        kinds.setdefault((name, language, datatype), []).append(value)
    names = [name for name, _, _ in kinds]
    found: dict[str, Any] = {}
    for (name, language, datatype), texts in kinds.items():
        values = [_native(text, datatype) for text in texts]
        if language or names.count(name) > 1 or None in values:
            found[_key(name, language, datatype)] = _one_or_all(texts)
        else:
            found[_key(name, "", "")] = _one_or_all(values)
    return found


def _one_or_all(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def _key(name: str, language: str, datatype: str) -> str:
    """The first way of writing these that reads the same again."""
    ways = [name, f"{name}^^"]  # the second for a name that seems to say more than itself
    if language:
        ways = [f"{name}@{language}", f"{name}^^@{language}"]
    elif datatype:
        ways = [f"{name}^^{datatype}"]
    for key in ways:
        if _parts(key) == (name, language, datatype):
            return key
    raise ValueError(f"no property name says {(name, language, datatype)}")


def _parts(key: str) -> tuple[str, str, str]:
    name, typed, datatype = key.rpartition("^^")
    if typed and name:
        is_language = datatype.startswith("@")
        return name, datatype[1:] if is_language else "", "" if is_language else datatype
    found = _LANGUAGE.fullmatch(key)
    return (found[1], found[2], "") if found else (key, "", "")


def _native(text: str, datatype: str) -> Any:
    """The value as the database's own, or None if it has none that reads the same again."""
    value: Any = text
    try:
        if datatype == "xsd:integer":
            value = int(text)
        elif datatype == "xsd:double":
            value = float(text)
        elif datatype == "xsd:boolean":
            value = text == "true"
    except ValueError:
        return None
    fits = not isinstance(value, int) or -_LARGEST <= value < _LARGEST
    return value if fits and _text(value) == (text, datatype) else None


def _text(value: Any) -> tuple[str, str]:
    """A value as text, and what it is."""
    match value:
        case str():
            return value, ""
        case bool():
            return str(value).lower(), "xsd:boolean"
        case int():
            return str(value), "xsd:integer"
        case float():
            return repr(value).replace("inf", "INF").replace("nan", "NaN"), "xsd:double"
        case bytes() | bytearray():
            return b64encode(value).decode(), "xsd:base64Binary"
        case Date():
            return value.iso_format(), "xsd:date"
        case DateTime():
            return value.iso_format(), "xsd:dateTime"
        case Time():
            return value.iso_format(), "xsd:time"
        case Duration():
            return value.iso_format(), "xsd:duration"
    return str(value), f"neo4j:{type(value).__name__}"
