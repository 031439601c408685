"""A few token sequences to choose from, and which one was chosen."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from km_graph.paths import Groups
from km_graph.walkers import TrieBuilder
from km_graph.walkers.token_trie import DEAD, ROOT, TokenTrie


class Without(NamedTuple):
    """Choices that are not to be made.

    Attributes:
        choices: Their positions.
        states: Where nothing else could be chosen any more.
    """

    choices: frozenset[int] = frozenset()
    states: frozenset[int] = frozenset()


ALL_ALLOWED = Without()


class Choices:
    """Token sequences as a trie.

    Args:
        sequences: At least one, none of them empty. Two may be the same, where a tokenizer
            cannot tell their texts apart; then both are chosen at once.
        builder: Who builds the trie.
    """

    __slots__ = ("_chosen", "_counts", "_next", "_offsets", "_tokens")

    def __init__(self, sequences: Sequence[NDArray[np.int32]], builder: TrieBuilder) -> None:
        groups = Groups.of(sequences)
        trie = builder.token_trie(groups)
        self._offsets = trie.offsets.tolist()
        self._tokens = trie.tokens
        self._next = trie.next_states
        ends, self._counts = _walked(trie, groups)
        self._chosen: dict[int, list[int]] = defaultdict(list)
        for i, state in enumerate(ends.tolist()):
            self._chosen[state].append(i)

    def tokens(self, state: int, without: Without = ALL_ALLOWED) -> NDArray[np.int32]:
        """The tokens that may come next, ascending."""
        own = slice(self._offsets[state], self._offsets[state + 1])
        if not without.states:
            return self._tokens[own]
        free = [after not in without.states for after in self._next[own].tolist()]
        return self._tokens[own][free]

    def after(self, state: int, token: int) -> int:
        """The state after a token, DEAD if no sequence goes on with it."""
        start, stop = self._offsets[state], self._offsets[state + 1]
        at = start + int(self._tokens[start:stop].searchsorted(token))
        if at == stop or self._tokens[at] != token:
            return DEAD
        return int(self._next[at])

    def chosen(self, state: int) -> Sequence[int]:
        """Which sequences end in a state."""
        return self._chosen.get(state, ())

    def without(self, sequences: Mapping[int, Sequence[int]]) -> Without:
        """What is left out if some of the sequences are, given by position with their tokens."""
        through: dict[int, int] = defaultdict(int)
        for tokens in sequences.values():
            state = ROOT
            through[state] += 1
            for token in tokens:
                state = self.after(state, token)
                through[state] += 1
        spent = (state for state, n in through.items() if n == self._counts[state])
        return Without(frozenset(sequences), frozenset(spent))


def _walked(trie: TokenTrie, sequences: Groups) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """The state each sequence ends in, and how many go through each state.

    All of them are walked at once, a token at a time.
    """
    starts, lengths = sequences.offsets[:-1], np.diff(sequences.offsets)
    states = np.full(len(lengths), ROOT, np.int32)
    counts = np.bincount(states, minlength=len(trie.final))
    for position in range(int(lengths.max())):
        on = np.flatnonzero(lengths > position)
        states[on] = trie.advance(states[on], sequences.values[starts[on] + position])
        counts += np.bincount(states[on], minlength=len(trie.final))
    return states, counts
