"""Attributes as the properties that nodes have elsewhere: a name and a value with a type.

The name of a property carries what has no other place: ``label@zh`` is the label in Chinese,
``born^^xsd:date`` a date. Whole numbers, fractions and truth values have values of their own.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from km_graph.graph.attributes import Attribute

_KEY = re.compile(r"(.+?)(?:@([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*))?(?:\^\^(.+))?", re.DOTALL)
_VALUES: Mapping[str, Callable[[str], Any]] = {
    "int": int,
    "double": float,
    "boolean": {"true": True, "false": False}.__getitem__,
}


def properties(attributes: Iterable[Attribute]) -> dict[str, Any]:
    """The properties of one entity; several values of one name are a list.

    Example:
        >>> properties([Attribute("a", "n", "5", "", "int"), Attribute("a", "label", "甲", "zh")])
        {'n': 5, 'label@zh': '甲'}
    """
    found: dict[str, list[Any]] = {}
    for attribute in attributes:
        value = _value(attribute)
        datatype = attribute.datatype if type(value) is str else ""
        key = _key(attribute.name, attribute.language, datatype)
        found.setdefault(key, []).append(value)
    return {key: values[0] if len(values) == 1 else values for key, values in found.items()}


def attributes_of(entity: str, said: Mapping[str, Any]) -> Iterator[Attribute]:
    """The attributes that properties of an entity stand for; those without a value are none.

    Example:
        >>> list(attributes_of("a", {"size": 5}))
        [Attribute(entity='a', name='size', value='5', language='', datatype='int')]
    """
    for key, values in said.items():
        name, language, stated = _parts(str(key))
        for value in values if isinstance(values, list | tuple | set | frozenset) else (values,):
            if value is not None:
                text, datatype = typed(value)
                yield Attribute(entity, name, text, language, stated or datatype)


def typed(value: Any) -> tuple[str, str]:
    """A value as text, and the name of its type, ``""`` for text."""
    if isinstance(value, str):
        return value, ""
    value = value.item() if hasattr(value, "item") else value  # a number of numpy's
    if isinstance(value, bool):
        return str(value).lower(), "boolean"
    if isinstance(value, int):
        return str(value), "int"
    if isinstance(value, float):
        return repr(value), "double"
    return json.dumps(value, ensure_ascii=False, default=str, sort_keys=True), "json"


def _value(attribute: Attribute) -> Any:
    try:
        value = _VALUES[attribute.datatype](attribute.value)
    except (KeyError, ValueError):
        return attribute.value
    return value if typed(value) == (attribute.value, attribute.datatype) else attribute.value


def _key(name: str, language: str, datatype: str) -> str:
    said = (name, language, datatype)
    key = name + (f"@{language}" if language else "") + (f"^^{datatype}" if datatype else "")
    return key if _parts(key) == said else json.dumps(said, ensure_ascii=False)


def _parts(key: str) -> tuple[str, str, str]:
    """Name, language and datatype; a list of the three where they could not be told apart."""
    if key.startswith('["') and (listed := _listed(key)) is not None:
        return listed
    found = _KEY.fullmatch(key)
    return (found[1], found[2] or "", found[3] or "") if found else (key, "", "")


def _listed(key: str) -> tuple[str, str, str] | None:
    try:
        name, language, datatype = json.loads(key)
    except (ValueError, RecursionError):
        return None
    texts = all(isinstance(text, str) for text in (name, language, datatype))
    return (name, language, datatype) if texts else None
