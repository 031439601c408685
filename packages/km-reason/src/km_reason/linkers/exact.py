"""Entities that a question names as the graph spells them."""

from km_graph.graph import KnowledgeGraph
from km_reason.contracts import Link
from km_reason.linkers.names import Named, NameFinder
from km_reason.linkers.stop_words import STOP_WORDS


class ExactLinker:
    """Finds names of entities in a question, whatever their case, at word boundaries.

    Names are labels, and aliases that stand among the attributes. The rule: of overlapping
    matches the longest wins, then the leftmost. Characters in another case than in the graph do
    not count to the length, so that in "directed by the Evil Dead II director" *Evil Dead II* wins
    over *The Evil Dead*. A name that is a single stop word ("What", "it") counts only where the
    text spells it as the graph does, with a capital, and not as the first word, which has a
    capital anyway. Where matches hold a capital or a digit, those that do not are taken for
    ordinary words ("which *language* is spoken in France"). If several entities have a name, those
    spelt as in the text are meant, or all of them in order of their ids.

    Args:
        graph: Whose entities to find.
    """

    def __init__(self, graph: KnowledgeGraph) -> None:
        self._labels = graph.entities
        self._finder = NameFinder(graph)

    def link(self, text: str) -> list[Link]:
        """The entities mentioned, in order of the text; empty if none is recognised."""
        taken: list[Named] = []
        meant = (named for named in self._finder.find(text) if _is_meant(text, named))
        for named in sorted(meant, key=lambda one: _rank(text, one)):
            if all(named.end <= other.start or other.end <= named.start for other in taken):
                taken.append(named)
        capital = [named for named in taken if _is_name(text[named.start : named.end])]
        return [
            Link(self._labels[entity], named.start, named.end)
            for named in sorted(capital or taken)
            for entity in named.spelt or named.entities
        ]


def _rank(text: str, named: Named) -> tuple[int, int, int]:
    """Smaller is better."""
    mention = text[named.start : named.end]
    return -sum(map(str.__eq__, mention, named.name)), len(mention), named.start


def _is_meant(text: str, named: Named) -> bool:
    mention = text[named.start : named.end]
    if mention.casefold() not in STOP_WORDS:
        return True
    return named.start > 0 and bool(named.spelt) and not mention.islower()


def _is_name(mention: str) -> bool:
    return any(character.isupper() or character.isdigit() for character in mention)
