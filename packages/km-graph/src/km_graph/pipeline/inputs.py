"""The files and folders among a step's options: fields that are marked as ``Input``."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from km_graph.step import is_input_marker

M = TypeVar("M", bound=BaseModel)
Change = Callable[[str, Path], Path]
"""From the key path of an input (``"questions"``, ``"more.0"``) and its path to another path."""


def map_inputs(options: M, change: Change, prefix: str = "") -> M:
    """The options with every input path changed, wherever it is nested."""
    update = {}
    for name, field in type(options).model_fields.items():
        value = getattr(options, name)
        mapped = _mapped(value, f"{prefix}{name}", change, marked=_is_marked(field))
        if mapped is not value:
            update[name] = mapped
    return options.model_copy(update=update)


def inputs_of(options: BaseModel) -> dict[str, Path]:
    """The input paths of options by key path."""
    found: dict[str, Path] = {}

    def note(name: str, path: Path) -> Path:
        found[name] = path
        return path

    map_inputs(options, note)
    return found


def holds_inputs(field: FieldInfo) -> bool:
    """Whether values of this field are, or contain, inputs."""
    return _is_marked(field)


def _is_marked(field: FieldInfo) -> bool:
    return any(map(is_input_marker, field.metadata)) or _marked_inside(field.annotation)


def _marked_inside(annotation: Any) -> bool:
    if any(map(is_input_marker, getattr(annotation, "__metadata__", ()))):
        return True
    return any(map(_marked_inside, get_args(annotation)))


def _mapped(value: Any, name: str, change: Change, *, marked: bool) -> Any:
    if isinstance(value, BaseModel):
        return map_inputs(value, change, f"{name}.")
    if isinstance(value, dict):
        return {
            key: _mapped(inner, f"{name}.{key}", change, marked=marked)
            for key, inner in value.items()
        }
    if isinstance(value, list | tuple):
        return type(value)(
            _mapped(inner, f"{name}.{i}", change, marked=marked) for i, inner in enumerate(value)
        )
    return change(name, value) if marked and isinstance(value, Path) else value
