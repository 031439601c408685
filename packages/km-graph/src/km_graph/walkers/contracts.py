"""What a plugin of ``km.walkers`` is."""

from typing import Protocol

from km_graph.walkers.entity_ranker import EntityRanker
from km_graph.walkers.path_finder import PathFinder
from km_graph.walkers.random_walker import RandomWalker
from km_graph.walkers.trie_builder import TrieBuilder


class Walker(RandomWalker, PathFinder, EntityRanker, TrieBuilder, Protocol):
    """What a plugin of ``km.walkers`` is: a class of no arguments with all four contracts."""
