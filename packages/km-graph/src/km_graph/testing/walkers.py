"""The contract of a walker as tests: subclass ``WalkerContract`` and give a ``walker`` fixture.

Example::

    class TestMine(WalkerContract):
        @pytest.fixture
        def walker(self) -> Walker:
            return MyWalker()
"""

import pytest

from km_graph.testing.entity_rankers import EntityRankerContract
from km_graph.testing.path_finders import PathFinderContract
from km_graph.testing.random_walks import RandomWalkerContract
from km_graph.testing.trie_builders import TrieBuilderContract
from km_graph.walkers import Walker


class WalkerContract(
    RandomWalkerContract, PathFinderContract, EntityRankerContract, TrieBuilderContract
):
    """What every walker does, on graphs small enough to check by hand."""

    @pytest.fixture
    def walker(self) -> Walker:
        """The walker under test."""
        raise NotImplementedError
