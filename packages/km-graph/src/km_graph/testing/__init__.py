"""Contract tests for plugins: subclass one, say what to test, and pytest does the rest."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from km_graph.testing.readers import ReaderContract
    from km_graph.testing.steps import StepContract
    from km_graph.testing.walkers import WalkerContract

__all__ = ["ReaderContract", "StepContract", "WalkerContract"]

_HOME = {"ReaderContract": "readers", "StepContract": "steps", "WalkerContract": "walkers"}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        message = f"module 'km_graph.testing' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"km_graph.testing.{_HOME[name]}"), name)
