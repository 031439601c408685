"""Where a text names entities: every place, found in one pass over the text."""

from collections.abc import Iterator
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from km_graph.graph import KnowledgeGraph

ALIASES = frozenset({"alias", "altLabel", "label", "name", "prefLabel"})
"""Attributes that hold other names of an entity; of a shortened IRI the part after its colon."""


class Named(NamedTuple):
    """A place where a text names entities.

    Attributes:
        start: Where the name begins in the text.
        end: Where it ends.
        name: As the graph spells it; of several spellings that differ in case, the first.
        entities: Ids of all entities of that name, whatever its case, ascending.
        spelt: Those of them that the text spells as the graph does.
    """

    start: int
    end: int
    name: str
    entities: tuple[int, ...]
    spelt: tuple[int, ...]


class NameFinder:
    """Finds names of entities in texts: labels and aliases, whatever their case.

    All names are one automaton (Aho and Corasick, 1975), so a text is read once, however many
    names there are.

    Args:
        graph: Whose entities to find.
    """

    def __init__(self, graph: KnowledgeGraph) -> None:
        self._ids: dict[str, list[tuple[str, int]]] = {}
        for name, entity in names_of(graph):
            self._ids.setdefault(name.casefold(), []).append((name, entity))
        self._ids.pop("", None)
        self._folded = list(self._ids)
        self._automaton = AhoCorasick(self._folded, implementation=Implementation.ContiguousNFA)

    def find(self, text: str) -> Iterator[Named]:
        """Every place of a name that begins and ends where words do; they may overlap."""
        folded, places = _folded(text)
        found = self._automaton.find_matches_as_indexes(folded, overlapping=True)
        if places is not None:  # one that ends in half of a letter is none
            found = [
                (pattern, places[start], places[end])
                for pattern, start, end in found
                if start in places and end in places
            ]
        for pattern, start, end in found:
            if _is_boundary(text, start) and _is_boundary(text, end):
                yield self._named(text, start, end, self._folded[pattern])

    def _named(self, text: str, start: int, end: int, folded: str) -> Named:
        found = self._ids[folded]
        mention = text[start:end]
        spelt = {entity for name, entity in found if name == mention}
        entities = {entity for _, entity in found}
        name = mention if spelt else found[0][0]
        return Named(start, end, name, tuple(sorted(entities)), tuple(sorted(spelt)))


def names_of(graph: KnowledgeGraph) -> Iterator[tuple[str, int]]:
    """Every label and every alias with the id of its entity."""
    for entity, label in enumerate(graph.entities):
        yield label, entity
    if graph.attribute_table is not None:
        for row in graph.attribute_table.rows(graph.entities):
            if row.name.rpartition(":")[2] in ALIASES and not row.datatype:
                yield row.value, graph.entities.id(row.entity)


def _folded(text: str) -> tuple[str, dict[int, int] | None]:
    """A text without case, and where in the text its places are, if not at the same places."""
    folded = text.casefold()
    if len(folded) == len(text):
        return folded, None
    places, at = {0: 0}, 0
    for i, character in enumerate(text):
        at += len(character.casefold())
        places[at] = i + 1
    return folded, places


def _is_boundary(text: str, at: int) -> bool:
    """Whether a name may begin or end here: not inside a word."""
    if at in (0, len(text)):
        return True
    return not (_is_word(text[at - 1]) and _is_word(text[at]))


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"
