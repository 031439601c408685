"""A trie of token sequences in flat arrays: what may come next while decoding under a constraint.

A state is where some prefix of the sequences ends. Every beam carries its own state, so a step
looks at the tokens allowed next and at nothing before them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from km_graph.errors import InvalidQueryError

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

    Every method raises InvalidQueryError where a state is neither one of the trie nor DEAD.

    Example:
        >>> final = np.array([False, False, True])
        >>> trie = TokenTrie(np.array([0, 1, 2, 2]), np.array([5, 7]), np.array([1, 2]), final)
        >>> trie.advance(np.array([ROOT, ROOT]), np.array([5, 6])).tolist()
        [1, -1]
    """

    offsets: NDArray[np.int64]
    tokens: NDArray[np.int32]
    next_states: NDArray[np.int32]
    final: NDArray[np.bool_]

    def advance(self, states: NDArray[np.int32], tokens: NDArray[np.int32]) -> NDArray[np.int32]:
        """The state of each beam after its next token, ``(n,) int32``; DEAD where not allowed.

        Raises:
            InvalidQueryError: If there are not as many states as tokens.
        """
        self._check(states)
        if len(states) != len(tokens):
            raise InvalidQueryError(
                f"states and tokens must be of one length, found {len(states)} and {len(tokens)}"
            )
        pairs = zip(states.tolist(), tokens.tolist(), strict=True)
        return np.array([self._after(state, token) for state, token in pairs], np.int32)

    def allowed(self, states: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """The tokens each beam may take next, flat: beam indices ascending, and tokens."""
        self._check(states)
        cuts = [self._choices(state) for state in states.tolist()]
        beams = np.repeat(np.arange(len(cuts), dtype=np.int32), [len(cut) for cut in cuts])
        return beams, np.concatenate([*cuts, np.empty(0, np.int32)])

    def mask(self, states: NDArray[np.int32], n_tokens: int) -> NDArray[np.bool_]:
        """Which of ``n_tokens`` tokens each beam may take next, ``(n, n_tokens) bool``.

        Raises:
            InvalidQueryError: If a token that is allowed is not below ``n_tokens``.
        """
        beams, tokens = self.allowed(states)
        if (tokens >= n_tokens).any():
            raise InvalidQueryError(
                f"n_tokens must be above every token allowed, found {n_tokens} and token "
                f"{int(tokens[(tokens >= n_tokens).argmax()])}"
            )
        mask = np.zeros((len(states), n_tokens), bool)
        mask[beams, tokens] = True
        return mask

    def _check(self, states: NDArray[np.int32]) -> None:
        n_states = len(self.offsets) - 1
        outside = (states < DEAD) | (states >= n_states)
        if outside.any():
            at = int(outside.argmax())
            raise InvalidQueryError(
                f"states[{at}] is {int(states[at])}, ids here are in [{DEAD}, {n_states})"
            )

    def _choices(self, state: int) -> NDArray[np.int32]:
        if state == DEAD:
            return self.tokens[:0]
        return self.tokens[int(self.offsets[state]) : int(self.offsets[state + 1])]

    def _after(self, state: int, token: int) -> int:
        choices = self._choices(state)
        at = int(np.searchsorted(choices, token))
        if at == len(choices) or choices[at] != token:
            return DEAD
        return int(self.next_states[int(self.offsets[state]) + at])
