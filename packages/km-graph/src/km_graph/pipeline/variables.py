"""``${name}`` inside options; ``$${`` stands for ``${`` itself."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from km_graph.errors import nearest

_VARIABLE = re.compile(r"\$\$\{|\$\{([^}]*)\}")


def unknown_variable(name: str, known: Iterable[str]) -> str:
    """What to say of a variable that is not given."""
    near = nearest(name, known)
    hint = f"did you mean '${{{near[0]}}}'?" if near else f"vars: {', '.join(known) or 'none'}"
    return f"${{{name}}} is not among vars ({hint})"


def variables_in(value: Any) -> Iterator[str]:
    """The names of the variables used anywhere inside a value."""
    if isinstance(value, str):
        yield from (match[1] for match in _VARIABLE.finditer(value) if match[1] is not None)
    elif isinstance(value, dict):
        for inner in value.values():
            yield from variables_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from variables_in(inner)


def substituted(value: Any, variables: Mapping[str, Any]) -> Any:
    """The value with variables filled in; one that is all of a text keeps its type."""
    if isinstance(value, dict):
        return {key: substituted(inner, variables) for key, inner in value.items()}
    if isinstance(value, list):
        return [substituted(inner, variables) for inner in value]
    if not isinstance(value, str):
        return value
    whole = _VARIABLE.fullmatch(value)
    if whole and whole[1] is not None:
        return variables.get(whole[1], value)
    return _VARIABLE.sub(
        lambda match: "${" if match[1] is None else str(variables.get(match[1], match[0])), value
    )
