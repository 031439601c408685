"""``--set a.b=value``: values given on the command line instead of in the file."""

from collections.abc import Callable, Iterable
from typing import Any

import yaml

from km_graph.config.document import Document, Place
from km_graph.errors import ConfigError, nearest


def apply_overrides(
    document: Document, overrides: Iterable[str], *, expand: Callable[[str], str] = str
) -> None:
    """Set values in a document; each override is ``key.path=YAML value``.

    An item of a list is addressed by its index or, where it has a ``name``, by that. ``expand``
    turns a key path people write into the full one.

    Raises:
        ConfigError: Listing every override that cannot be applied.
    """
    problems = []
    for override in overrides:
        try:
            _apply(document, override, expand)
        except ValueError as error:
            problems.append(f"--set {override}: {error}")
    if problems:
        raise ConfigError("", problems)


def _apply(document: Document, override: str, expand: Callable[[str], str]) -> None:
    written, equals, text = override.partition("=")
    keys = expand(written)
    if not equals or not all(keys.split(".")):
        message = "expected key.path=value"
        raise ValueError(message)
    if document.value is None:
        document.value = {}
    *parents, last = keys.split(".")
    target, place = document.value, Place()
    for part in parents:
        key = _key(target, part, place)
        if isinstance(target, dict) and target.get(key) is None:
            target[key] = {}
        target, place = target[key], (*place, key)
    key = _key(target, last, place)
    target[key] = _value(text)
    for known in [known for known in document.origins if known[: len(place) + 1] == (*place, key)]:
        del document.origins[known]
    document.origins[*place, key] = f"--set {written}"


def _key(target: Any, part: str, place: Place) -> Any:
    if isinstance(target, dict):
        return part
    if not isinstance(target, list):
        message = f"{'.'.join(map(str, place))} is a single value and has nothing called {part!r}"
        raise ValueError(message)  # noqa: TRY004  # a problem of the override, not a programming error
    names = [item.get("name") if isinstance(item, dict) else None for item in target]
    if part in names:
        return names.index(part)
    if part.isdecimal() and int(part) < len(target):
        return int(part)
    known = [str(name) for name in names if name is not None]
    near = nearest(part, known)
    hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known) or len(target)}"
    message = f"nothing called {part!r} in {'.'.join(map(str, place))}; {hint}"
    raise ValueError(message)


def _value(text: str) -> Any:
    if text.startswith("@"):  # an earlier step's output, which YAML would want in quotes
        return text
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        message = f"expected a YAML value after '=', found {text!r}"
        raise ValueError(message) from error
