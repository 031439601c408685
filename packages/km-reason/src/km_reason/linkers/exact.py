"""Entities that a question names as the graph spells them."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from km_graph.graph import KnowledgeGraph
from km_reason.contracts import Link

_WORD = re.compile(r"\w+")

_QUESTION_WORDS = """
a about all also am an and any are as at be been but by can could did do does each for from had
has have he her hers him his how i if in into is it its list many me more most much my name no
not of on one or other our she show so some tell than that the their them there these they this
those to us was we were what when where which who whom whose why will with would you your
"""

STOP_WORDS = frozenset(_QUESTION_WORDS.split())
"""Words that questions are made of; an entity of such a name needs more than to occur."""


class _Span(NamedTuple):
    """A possible mention.

    Attributes:
        spelt: How many of its characters are as in the graph, case included.
    """

    start: int
    end: int
    entities: tuple[int, ...]
    spelt: int

    def rank(self) -> tuple[int, int, int]:
        """Smaller is better."""
        return -self.spelt, self.end - self.start, self.start


class ExactLinker:
    """Finds entity labels in a question, whatever their case, at word boundaries.

    The rule: of overlapping matches the longest wins, then the leftmost. Characters in another
    case than in the graph do not count to the length, so that in "directed by the Evil Dead II
    director" *Evil Dead II* wins over *The Evil Dead*. A label that is a single stop word
    ("What", "it") counts only where the text spells it as the graph does, with a capital, and
    not as the first word, which has a capital anyway. Where matches hold a capital or a digit,
    those that do not are taken for ordinary words ("which *language* is spoken in France"). If
    several labels differ only in case, the one spelt as in the text is meant, or all of them in
    order of their ids.

    Args:
        graph: Whose entities to find.
    """

    def __init__(self, graph: KnowledgeGraph) -> None:
        self._labels = graph.entities
        self._ids: dict[str, list[int]] = {}
        self._longest: dict[str, int] = {}
        for entity, label in enumerate(graph.entities):
            folded = label.casefold()
            self._ids.setdefault(folded, []).append(entity)
            key = _first_token(folded)
            self._longest[key] = max(self._longest.get(key, 0), len(label))

    def link(self, text: str) -> list[Link]:
        """The entities mentioned, in order of the text; empty if none is recognised."""
        taken: list[_Span] = []
        for span in sorted(self._spans(text), key=_Span.rank):
            if all(span.end <= other.start or other.end <= span.start for other in taken):
                taken.append(span)
        named = [span for span in taken if _is_name(text[span.start : span.end])]
        return [
            Link(self._labels[entity], span.start, span.end)
            for span in sorted(named or taken)
            for entity in span.entities
        ]

    def _spans(self, text: str) -> Iterator[_Span]:
        edges = [i for i in range(len(text) + 1) if _is_boundary(text, i)]
        for start in edges:
            # A label may be longer than what it is casefolded from ("ß" is "ss"), or shorter.
            reach = self._longest.get(_first_token(text[start:].casefold()), 0)
            for end in edges:
                if start < end <= start + 2 * reach:
                    entities = self._meant(text, start, end)
                    if entities:
                        label = self._labels[entities[0]]
                        spelt = sum(map(str.__eq__, text[start:end], label))
                        yield _Span(start, end, entities, spelt)

    def _meant(self, text: str, start: int, end: int) -> tuple[int, ...]:
        mention = text[start:end]
        found = self._ids.get(mention.casefold(), [])
        exact = [entity for entity in found if self._labels[entity] == mention]
        if mention.casefold() in STOP_WORDS and (start == 0 or not exact or mention.islower()):
            return ()
        return tuple(exact or found)


def _is_boundary(text: str, at: int) -> bool:
    """Whether a name may begin or end here: not inside a word."""
    if at in (0, len(text)):
        return True
    return not (_is_word(text[at - 1]) and _is_word(text[at]))


def _is_word(character: str) -> bool:
    return _WORD.match(character) is not None


def _first_token(folded: str) -> str:
    """The first word, or the first character where it is not of a word."""
    word = _WORD.match(folded)
    return word[0] if word else folded[:1]


def _is_name(mention: str) -> bool:
    return any(character.isupper() or character.isdigit() for character in mention)
