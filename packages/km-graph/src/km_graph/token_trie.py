"""A trie of token sequences in flat arrays: what may come next while decoding under a constraint.

A state is where some prefix of the sequences ends. Every beam carries its own state, so a step
looks at the tokens allowed next and at nothing before them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ROOT = 0
DEAD = -1
"""Where a token leads that no sequence has there. Nothing is allowed after it."""


@dataclass(frozen=True, slots=True, eq=False)
class TokenTrie:
    """The trie of a set of token sequences.

    Attributes:
        offsets: ``(n_states + 1,) int64``; the tokens allowed in state ``s`` are
            ``tokens[offsets[s]:offsets[s + 1]]``. State 0 is the root.
        tokens: ``(n_edges,) int32``, ascending within a state.
        next_states: ``(n_edges,) int32``: where each token leads.
        final: ``(n_states,) bool``: True where a sequence ends, though others may go on.
    """

    offsets: NDArray[np.int64]
    tokens: NDArray[np.int32]
    next_states: NDArray[np.int32]
    final: NDArray[np.bool_]

    def advance(self, states: NDArray[np.int32], tokens: NDArray[np.int32]) -> NDArray[np.int32]:
        """The state of each beam after its next token, ``(n,) int32``; DEAD where not allowed."""
        found = [
            self._after(state, token)
            for state, token in zip(states.tolist(), tokens.tolist(), strict=True)
        ]
        return np.array(found, np.int32)

    def allowed(self, states: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """The tokens each beam may take next, flat: beam indices ascending, and tokens."""
        live = [(beam, state) for beam, state in enumerate(states.tolist()) if state >= 0]
        cuts = [self.tokens[self.offsets[s] : self.offsets[s + 1]] for _, s in live]
        beams = np.repeat(
            np.array([beam for beam, _ in live], np.int32), [len(cut) for cut in cuts]
        )
        return beams, np.concatenate([*cuts, np.empty(0, np.int32)])

    def _after(self, state: int, token: int) -> int:
        if state < 0:
            return DEAD
        start, stop = int(self.offsets[state]), int(self.offsets[state + 1])
        at = start + int(np.searchsorted(self.tokens[start:stop], token))
        return int(self.next_states[at]) if at < stop and self.tokens[at] == token else DEAD
