"""The reference walker: every contract of walking, put together."""

from km_graph.paths import Groups
from km_graph.reference.path_finder import ReferencePathFinder, lists
from km_graph.reference.random_walker import ReferenceRandomWalker
from km_graph.reference.surroundings import ReferenceSurroundings
from km_graph.reference.tries import token_trie
from km_graph.walkers.queries import check_tokens
from km_graph.walkers.token_trie import TokenTrie


class ReferenceWalker(ReferenceRandomWalker, ReferencePathFinder, ReferenceSurroundings):
    """Walks and path search in plain Python; see ``km_graph.walkers`` for the contracts.

    Example:
        >>> from km_graph.graph import KnowledgeGraph
        >>> graph = KnowledgeGraph.from_triples([("Paris", "capital_of", "France")])
        >>> paris = graph.entities.ids(["Paris"])
        >>> walks = ReferenceWalker().random_walks(graph, paris, hops=1, seed=0)
        >>> str(walks.labeled(graph)[0].relation_path)
        'capital_of'
    """

    def token_trie(self, sequences: Groups) -> TokenTrie:
        """See ``TrieBuilder.token_trie``."""
        return token_trie(lists(check_tokens("sequences", sequences)))
