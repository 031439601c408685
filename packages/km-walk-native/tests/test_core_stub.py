"""The hand-written stub says what the compiled module has."""

import ast
import re
from pathlib import Path

import km_walk_native
from km_walk_native import _core

# An editable install has two folders, one of them with the compiled module alone.
STUB = next(
    stub for folder in km_walk_native.__path__ if (stub := Path(folder, "_core.pyi")).exists()
)


def parameters(function: ast.FunctionDef) -> list[str]:
    """Parameter names, with ``*`` where the keyword-only ones begin."""
    names = [argument.arg for argument in function.args.args]
    keywords = [argument.arg for argument in function.args.kwonlyargs]
    return [*names, *(["*"] if keywords else []), *keywords]


def stated() -> dict[str, list[str]]:
    found = {}
    for node in ast.parse(STUB.read_text()).body:
        if isinstance(node, ast.FunctionDef):
            found[node.name] = parameters(node)
        elif isinstance(node, ast.ClassDef):
            found[node.name] = parameters(node.body[0])
    return found


def compiled() -> dict[str, list[str]]:
    """What pybind11 writes as the first line of every docstring: name(a: type, *, b: type)."""
    found = {}
    for name in (name for name in dir(_core) if not name.startswith("_")):
        thing = getattr(_core, name)
        text = (thing.__init__ if isinstance(thing, type) else thing).__doc__.splitlines()[0]
        inside = text[text.index("(") + 1 : text.rindex(")")]
        while re.search(r"\[[^\[\]]*\]|\([^()]*\)", inside):
            inside = re.sub(r"\[[^\[\]]*\]|\([^()]*\)", "", inside)
        found[name] = [part.partition(":")[0].strip() for part in inside.split(",")]
    return found


def test_stub_and_module_agree():
    assert stated() == compiled()
