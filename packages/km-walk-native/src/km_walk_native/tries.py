"""Token tries built and walked in C++."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from km_graph.paths import Groups
from km_graph.walkers.token_trie import TokenTrie
from km_walk_native import _core
from km_walk_native.calls import called, groups_for


@dataclass(frozen=True, slots=True, eq=False)
class NativeTrie(TokenTrie):
    """A token trie whose steps, for all beams at once, run in C++."""

    steps: _core.Trie = field(repr=False)

    def advance(self, states: NDArray[np.int32], tokens: NDArray[np.int32]) -> NDArray[np.int32]:
        """See ``TokenTrie.advance``."""
        return called(self.steps.advance, _int32(states), _int32(tokens))

    def allowed(self, states: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """See ``TokenTrie.allowed``."""
        return called(self.steps.allowed, _int32(states))

    def mask(self, states: NDArray[np.int32], n_tokens: int) -> NDArray[np.bool_]:
        """See ``TokenTrie.mask``."""
        return called(self.steps.mask, _int32(states), n_tokens).reshape(len(states), n_tokens)


class NativeTrieBuilder:
    """Builds tries in C++; see ``km_graph.walkers.TrieBuilder``."""

    def token_trie(self, sequences: Groups) -> NativeTrie:
        """See ``TrieBuilder.token_trie``."""
        found = called(_core.token_trie, groups_for("sequences", sequences, 2**31 - 1))
        offsets, tokens, next_states, final = found
        steps = _core.Trie(offsets=offsets, tokens=tokens, next_states=next_states)
        return NativeTrie(offsets, tokens, next_states, final, steps)


def _int32(array: NDArray[np.integer]) -> NDArray[np.int32]:
    # Whatever does not fit 32 bits is no state and no token of a trie.
    if array.dtype != np.int32:
        array = np.clip(array, -(2**31), 2**31 - 1)
    return np.ascontiguousarray(array, np.int32)
