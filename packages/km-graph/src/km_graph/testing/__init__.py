"""Contract tests for plugins: subclass one, say what to test, and pytest does the rest."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from km_graph.testing.encoders import EncoderContract
    from km_graph.testing.entity_rankers import EntityRankerContract
    from km_graph.testing.path_finders import PathFinderContract
    from km_graph.testing.random_walks import RandomWalkerContract
    from km_graph.testing.readers import ReaderContract
    from km_graph.testing.steps import StepContract
    from km_graph.testing.stores import StoreContract
    from km_graph.testing.trie_builders import TrieBuilderContract
    from km_graph.testing.walkers import WalkerContract
    from km_graph.testing.writers import WriterContract

__all__ = [
    "EncoderContract",
    "EntityRankerContract",
    "PathFinderContract",
    "RandomWalkerContract",
    "ReaderContract",
    "StepContract",
    "StoreContract",
    "TrieBuilderContract",
    "WalkerContract",
    "WriterContract",
]

_HOME = {
    "EncoderContract": "encoders",
    "EntityRankerContract": "entity_rankers",
    "PathFinderContract": "path_finders",
    "RandomWalkerContract": "random_walks",
    "ReaderContract": "readers",
    "StepContract": "steps",
    "StoreContract": "stores",
    "TrieBuilderContract": "trie_builders",
    "WalkerContract": "walkers",
    "WriterContract": "writers",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        message = f"module 'km_graph.testing' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"km_graph.testing.{_HOME[name]}"), name)
