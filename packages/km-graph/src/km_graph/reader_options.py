"""Options of a reader's own, ``separator`` or ``labels``, as text or as values."""

import dataclasses
from collections.abc import Mapping
from typing import Any, TypeVar, cast, get_type_hints

import yaml
from pydantic import TypeAdapter, ValidationError

from km_graph.errors import ConfigError, nearest

R = TypeVar("R")

_NOT_CHOSEN = ("suffixes",)  # what a reader is, not how it reads


def with_options(reader: R, given: Mapping[str, object], *, name: str) -> R:
    """The reader with these options; text becomes what the option is, ``"true"`` a truth value.

    Args:
        reader: The reader; one with options is a dataclass.
        given: The options by name.
        name: What the reader is called, for messages.

    Raises:
        ConfigError: If it has no such option, or a value is not one; all problems at once.

    Example:
        >>> from km_graph.formats.delimited import TSV
        >>> with_options(TSV, {"separator": "|", "header": "true"}, name="tsv").header
        True
    """
    if not given:
        return reader
    kinds = _kinds(reader)
    values, problems = {}, []
    for option, value in given.items():
        if option not in kinds:
            problems.append(_unknown(option, kinds))
            continue
        try:
            values[option] = _value(kinds[option], value)
        except ValueError:
            expected = getattr(kinds[option], "__name__", str(kinds[option]))
            problems.append(f"option {option}: expected {expected}, found {value!r}")
    if problems:
        raise ConfigError(f"reader {name!r}", problems)
    return cast(R, dataclasses.replace(cast(Any, reader), **values))


def _kinds(reader: object) -> dict[str, Any]:
    if not dataclasses.is_dataclass(reader):
        return {}
    hints = get_type_hints(type(reader))
    fields = [field.name for field in dataclasses.fields(reader) if field.init]
    return {field: hints[field] for field in fields if field not in _NOT_CHOSEN}


def _value(kind: Any, value: object) -> object:
    adapter: TypeAdapter[object] = TypeAdapter(kind)
    try:
        return adapter.validate_python(value)
    except ValidationError:
        if not isinstance(value, str):
            raise
    try:
        return adapter.validate_python(yaml.safe_load(value))
    except yaml.YAMLError as error:
        raise ValueError(value) from error


def _unknown(option: str, kinds: Mapping[str, Any]) -> str:
    if not kinds:
        return f"no option {option!r}, it has none"
    near = nearest(option, kinds, limit=1)
    if near:
        return f"no option {option!r}, did you mean {near[0]!r}? It has {', '.join(kinds)}"
    return f"no option {option!r}, it has {', '.join(kinds)}"
