"""The contract of building token tries, which constrained decoding walks."""

from typing import Protocol, runtime_checkable

from km_graph.paths import Groups
from km_graph.walkers.token_trie import TokenTrie


@runtime_checkable
class TrieBuilder(Protocol):
    """Builds tries of token sequences."""

    def token_trie(self, sequences: Groups) -> TokenTrie:
        """The trie of these token sequences, each token an id of 0 or more.

        States are numbered breadth first, the tokens of a state ascending, so equal sets of
        sequences make equal arrays. Repeats change nothing. An empty sequence makes the root
        final. O(tokens) memory and, but for sorting, time.

        Raises:
            InvalidQueryError: If a token is negative, or the groups do not fit their values.
        """
        ...
