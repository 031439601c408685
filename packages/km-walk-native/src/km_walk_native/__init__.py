"""The native walker: the contracts of ``km_graph.walkers`` in C++."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from km_walk_native.walker import NativeWalker

__all__ = ["NativeWalker"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        message = f"module 'km_walk_native' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module("km_walk_native.walker"), name)


def __dir__() -> list[str]:
    return __all__
