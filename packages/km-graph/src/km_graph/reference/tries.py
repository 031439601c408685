"""The trie of token sequences, state by state."""

from collections.abc import Iterable

import numpy as np

from km_graph.walkers.token_trie import TokenTrie


def token_trie(sequences: Iterable[list[int]]) -> TokenTrie:
    """The trie of these sequences, its states numbered breadth first."""
    offsets, tokens, next_states, final = [0], list[int](), list[int](), list[bool]()
    # Each state is the sequences that go on from it, without the tokens before.
    states = [{tuple(sequence) for sequence in sequences}]
    for rests in states:  # grows while it is walked
        final.append(() in rests)
        for token in sorted({rest[0] for rest in rests if rest}):
            tokens.append(token)
            next_states.append(len(states))
            states.append({rest[1:] for rest in rests if rest[:1] == (token,)})
        offsets.append(len(tokens))
    return TokenTrie(
        np.array(offsets, np.int64),
        np.array(tokens, np.int32),
        np.array(next_states, np.int32),
        np.array(final, bool),
    )
