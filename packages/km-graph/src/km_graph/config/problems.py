"""What is wrong with a configuration, in words: pydantic's findings as one line each."""

import re
from collections.abc import Callable, Iterator
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from km_graph.config.document import Document, Place
from km_graph.errors import nearest

_SECRET = re.compile(r"key|token|secret|password|credential", re.IGNORECASE)
_LONGEST_SHOWN = 60


def problems_of(
    error: ValidationError,
    document: Document,
    model: type[BaseModel],
    *,
    at: Place = (),
    name: Callable[[Place], str],
) -> Iterator[str]:
    """Every finding as ``file:line: key.path: what was expected``."""
    said: dict[Place, list[str]] = {}
    for finding in error.errors(include_url=False):
        place = _place(finding, document, at)
        said.setdefault(place, []).append(_said(finding, model))
    for place, sentences in said.items():
        yield f"{document.where(place)}: {name(place)}: {_alternatives(sentences)}"


def _alternatives(sentences: list[str]) -> str:
    """One sentence: pydantic tells for each part of a union why the value is not that."""
    parts = [sentence.partition(", found ") for sentence in sentences]
    distinct = list(dict.fromkeys(expected for expected, _, _ in parts))
    joined = " or ".join([distinct[0], *(one.removeprefix("expected ") for one in distinct[1:])])
    return joined + parts[0][1] + parts[0][2]


def dotted(place: Place) -> str:
    """A place as people write it: ``steps.0.use``."""
    return ".".join(map(str, place)) or "the file"


def _place(finding: ErrorDetails, document: Document, at: Place) -> Place:
    """Where the finding is, without what pydantic adds (tags of unions, ``[key]``)."""
    place, value = at, document.value
    for key in at:
        value = value[key] if _within(value, key) else None
    *around, last = finding["loc"] or ("",)
    for key in around:
        if not _within(value, key):
            continue
        place, value = (*place, key), value[key]
    absent = finding["type"] == "missing" or _within(value, last)
    return (*place, last) if absent and last != "" else place


def _within(value: Any, key: Any) -> bool:
    if isinstance(value, dict):
        return key in value
    return isinstance(value, list) and isinstance(key, int) and key < len(value)


def _said(finding: ErrorDetails, model: type[BaseModel]) -> str:
    key = str(finding["loc"][-1]) if finding["loc"] else ""
    match finding["type"]:
        case "extra_forbidden":
            known = _keys(model, finding["loc"][:-1])
            near = nearest(key, known)
            hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known)}"
            return f"unknown key ({hint})"
        case "missing":
            return "expected a value, but it is not given"
        case "model_type" | "dict_type" | "model_attributes_type":
            return f"expected keys and values, found {_shown(key, finding['input'])}"
        case "value_error" | "assertion_error":
            return str(finding.get("ctx", {}).get("error", finding["msg"]))
    expected = re.sub(r"^\w+ should (be |have |match )?", "expected ", finding["msg"])
    return f"{expected}, found {_shown(key, finding['input'])}{_near_choice(finding)}"


def _near_choice(finding: ErrorDetails) -> str:
    if finding["type"] not in ("literal_error", "enum"):
        return ""
    choices = re.findall(r"'([^']*)'", finding.get("ctx", {}).get("expected", ""))
    near = nearest(str(finding["input"]), choices)
    return f" (did you mean {near[0]!r}?)" if near else ""


def _shown(key: str, value: Any) -> str:
    if _SECRET.search(key):
        return "something else"
    text = repr(value)
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def _keys(model: type[BaseModel], place: Place) -> list[str]:
    """The keys known at a place inside a model."""
    found: Any = model
    for key in place:
        models = [found] if isinstance(found, type) else []
        fields = models[0].model_fields if models and issubclass(models[0], BaseModel) else {}
        by_key = {field.alias or name: field for name, field in fields.items()}
        if key in by_key:
            found = by_key[str(key)].annotation
        found = _innermost_model(found)
    if isinstance(found, type) and issubclass(found, BaseModel):
        return [field.alias or name for name, field in found.model_fields.items()]
    return []


def _innermost_model(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (_innermost_model(part) for part in get_args(annotation))
    return next((model for model in inner if model is not None), None)
