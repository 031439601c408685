"""The contracts of walking, batch first: random walks, path search, entity ranking, token tries.

Every implementation returns the same results in the same order as the reference walker
(``km_graph.reference``), which is the specification in plain Python.

Adjacency order. The edges of an entity are seen in this order: its forward edges by (relation,
neighbour), then, where the direction allows, its backward edges by (relation, neighbour). A
self-loop seen in both directions is two edges, ``r`` and ``~r``. "Depth-first order" below is the
order of a depth-first search that takes edges in adjacency order and emits a path before its
extensions.

Caps. Where a method takes them, ``limit`` keeps the first so many results of each owner and
``total`` the first so many of the whole batch, both in the order stated, so what a cap keeps is
the same on every machine. ``seconds`` stops the search after that much wall time: owners already
done are whole, and how far the others came depends on the machine. Whatever left something out
sets ``truncated`` of the owners it concerns.
"""

from km_graph.walkers.contracts import Walker
from km_graph.walkers.entity_ranker import EntityRanker
from km_graph.walkers.loading import WALKERS, load_walker
from km_graph.walkers.path_finder import PathFinder
from km_graph.walkers.random_walker import UNIFORM, Direction, RandomWalker, WalkRule
from km_graph.walkers.trie_builder import TrieBuilder

__all__ = [
    "UNIFORM",
    "WALKERS",
    "Direction",
    "EntityRanker",
    "PathFinder",
    "RandomWalker",
    "TrieBuilder",
    "WalkRule",
    "Walker",
    "load_walker",
]
