"""The contract of a trie builder as tests: subclass it and give a ``walker``."""

# ruff: noqa: D102 - the name of a test says what it shows

import numpy as np
import pytest

from km_graph.errors import InvalidQueryError
from km_graph.paths import Groups
from km_graph.testing.small_graphs import ids
from km_graph.walkers import TrieBuilder
from km_graph.walkers.token_trie import DEAD, ROOT

SEQUENCES = Groups.of([[5, 7], [5], [2, 9], [5, 7], [5, 3, 3]])


class TrieBuilderContract:
    """What every trie builder and its tries do."""

    @pytest.fixture
    def walker(self) -> TrieBuilder:
        """The trie builder under test."""
        raise NotImplementedError

    def test_is_a_trie_builder(self, walker: TrieBuilder) -> None:
        assert isinstance(walker, TrieBuilder)

    def test_states_are_numbered_breadth_first(self, walker: TrieBuilder) -> None:
        trie = walker.token_trie(SEQUENCES)
        assert trie.offsets.tolist() == [0, 2, 3, 5, 5, 6, 6, 6]
        assert trie.tokens.tolist() == [2, 5, 9, 3, 7, 3]
        assert trie.next_states.tolist() == [1, 2, 3, 4, 5, 6]
        assert trie.final.tolist() == [False, False, True, True, False, True, True]
        arrays = (trie.offsets, trie.tokens, trie.next_states, trie.final)
        assert [array.dtype.name for array in arrays] == ["int64", "int32", "int32", "bool"]

    def test_nothing_and_an_empty_sequence_make_a_root(self, walker: TrieBuilder) -> None:
        assert walker.token_trie(Groups.of([])).final.tolist() == [False]
        assert walker.token_trie(Groups.of([[]])).final.tolist() == [True]

    def test_beams_advance_each_on_its_own(self, walker: TrieBuilder) -> None:
        trie = walker.token_trie(SEQUENCES)
        states = trie.advance(ids(ROOT, ROOT, 2, DEAD, 3), ids(5, 7, 3, 5, 9))
        assert (states.tolist(), states.dtype.name) == ([2, DEAD, 4, DEAD, DEAD], "int32")

    def test_says_which_tokens_are_allowed(self, walker: TrieBuilder) -> None:
        trie = walker.token_trie(SEQUENCES)
        beams, tokens = trie.allowed(ids(2, DEAD, 5, ROOT))
        assert (beams.tolist(), tokens.tolist()) == ([0, 0, 3, 3], [3, 7, 2, 5])
        assert (beams.dtype.name, tokens.dtype.name) == ("int32", "int32")

    def test_masks_the_tokens_that_are_not(self, walker: TrieBuilder) -> None:
        trie = walker.token_trie(SEQUENCES)
        mask = trie.mask(ids(2, DEAD), 10)
        assert (mask.shape, mask.dtype.name) == ((2, 10), "bool")
        assert np.argwhere(mask).tolist() == [[0, 3], [0, 7]]
        with pytest.raises(InvalidQueryError, match="n_tokens"):
            trie.mask(ids(2), 7)

    def test_takes_no_beams(self, walker: TrieBuilder) -> None:
        trie = walker.token_trie(SEQUENCES)
        assert trie.advance(ids(), ids()).tolist() == []
        assert [array.tolist() for array in trie.allowed(ids())] == [[], []]
        assert trie.mask(ids(), 10).shape == (0, 10)

    def test_refuses_states_there_are_not(self, walker: TrieBuilder) -> None:
        trie = walker.token_trie(SEQUENCES)
        for state in (-2, 7):
            with pytest.raises(InvalidQueryError, match="states"):
                trie.advance(ids(state), ids(5))
            with pytest.raises(InvalidQueryError, match="states"):
                trie.allowed(ids(ROOT, state))
        with pytest.raises(InvalidQueryError, match="one length"):
            trie.advance(ids(ROOT), ids(5, 5))

    def test_refuses_negative_tokens(self, walker: TrieBuilder) -> None:
        with pytest.raises(InvalidQueryError, match="sequences"):
            walker.token_trie(Groups.of([[3], [-1]]))
        with pytest.raises(InvalidQueryError, match=r"sequences\.offsets"):
            walker.token_trie(Groups(ids(1), np.array([0, 2], np.int64)))
