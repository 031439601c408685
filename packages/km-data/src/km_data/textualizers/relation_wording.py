"""Relations said in sentences, from nothing but their labels.

The words of a label are looked at for one of a few patterns that relations are commonly named by:
a passive (``directed_by``), a possession (``has_genre``), a place or role (``city_in``,
``located_in``, ``in_language``), a participle with a noun (``starred_actors``), else a noun.
Both directions are said, each beginning with the entity that the hop starts from.
"""

from collections.abc import Callable
from itertools import pairwise

from km_data.textualizers.relation_names import (
    PREPOSITIONS,
    Wording,
    is_plural,
    past_of,
    singular,
    with_article,
    words_of,
)

_BEING = frozenset({"are", "is", "was", "were"})
_HAVING = frozenset({"had", "has", "have"})
_VERBS = frozenset({"borders", "contains", "includes", "influences", "owns", "precedes"})
# Participles that are said of a moment gone by, and past tenses that only look like participles.
_WAS = frozenset({"born", "buried", "educated", "founded", "killed", "made", "released"})
_DID = frozenset({"appeared", "attended", "died", "lived", "participated", "served", "worked"})
_DEEDS = frozenset({"contained", "employed", "featured", "included", "starred"})
_IN = frozenset({"found", "located", "spoken", "used"})

Both = tuple[Wording, Wording]


def relation_wording(label: str) -> Both:
    """How a relation is said from head to tail, and from tail to head.

    Example:
        >>> for label in ("directed_by", "has_genre", "location.country.languages_spoken"):
        ...     for wording in relation_wording(label):
        ...         print("A".join(wording[:2]) + "B")
        A was directed by B
        A directed B
        A has the genre B
        A is the genre of B
        The languages spoken in A include B
        A is among the languages spoken in B
    """
    words = words_of(label)
    for pattern in _PATTERNS:
        wording = pattern(words)
        if wording is not None:
            return wording
    return _noun(words)


def _passive(words: list[str]) -> Both | None:
    if len(words) < 2 or words[-1] != "by":
        return None
    said = words[1:] if words[0] in _BEING else words
    past = past_of(said[-2]) if len(said) > 1 else None
    if past is None:
        return None
    being = words[0] if words[0] in _BEING else "was"
    active = " ".join([*said[:-2], past])
    return Wording("", f" {being} {' '.join(said)} "), Wording("", f" {active} ")


def _possession(words: list[str]) -> Both | None:
    if len(words) < 2 or words[0] not in _HAVING or words[-1] in PREPOSITIONS:
        return None
    noun = " ".join(words[1:])
    place = f"among the {noun} of" if is_plural(words[-1]) else f"the {noun} of"
    return Wording("", f" {words[0]} the {noun} "), Wording("", f" is {place} ")


def _being(words: list[str]) -> Both | None:
    return _predicate(" ".join(words)) if len(words) > 1 and words[0] in _BEING else None


def _place(words: list[str]) -> Both | None:
    """``city_in``, ``located_in``, ``lives_in``; ``in_language``."""
    if len(words) < 2:
        return None
    if words[0] in PREPOSITIONS:
        return _predicate(f"is {words[0]} the {' '.join(words[1:])}")
    if words[-1] not in PREPOSITIONS:
        return None
    said, first = " ".join(words), words[0]
    if first in _DID or first in _HAVING or (len(words) == 2 and is_plural(first)):
        return _predicate(said)
    if past_of(first) is not None:
        return _predicate(f"{'was' if first in _WAS else 'is'} {said}")
    return _predicate(f"is {with_article(said)}")


def _verb(words: list[str]) -> Both | None:
    if len(words) != 1 or words[0] not in _VERBS:
        return None
    stem = words[0].removesuffix("s")
    participle = stem + ("d" if stem.endswith("e") else "ed")
    return Wording("", f" {words[0]} "), Wording("", f" is {participle} by ")


def _deed(words: list[str]) -> Both | None:
    """``starred_actors``: what the head did, and to whom."""
    if len(words) < 2 or words[0] not in _DEEDS:
        return None
    noun = " ".join([*words[1:-1], singular(words[-1]) if is_plural(words[-1]) else words[-1]])
    deed = Wording("", f" {words[0]} the {noun} ")
    return deed, Wording("", f" is {with_article(noun)} that ", f" {words[0]}")


def _noun(words: list[str]) -> Both:
    done = len(words) > 1 and past_of(words[-1]) is not None
    link = "of" if not done else "in" if words[-1] in _IN else "by"
    noun = " ".join(words)
    if is_plural(_head_noun(words[:-1] if done else words)):
        return (
            Wording(f"The {noun} {link} ", " include "),
            Wording("", f" is among the {noun} {link} "),
        )
    return Wording(f"The {noun} {link} ", " is "), Wording("", f" is the {noun} {link} ")


def _head_noun(words: list[str]) -> str:
    """The noun that the others say more of: before the first preposition."""
    for word, following in pairwise(words):
        if following in PREPOSITIONS:
            return word
    return words[-1]


def _predicate(said: str) -> Both:
    return Wording("", f" {said} "), Wording("", " is what ", f" {said}")


_PATTERNS: tuple[Callable[[list[str]], Both | None], ...] = (
    _passive,
    _possession,
    _being,
    _place,
    _verb,
    _deed,
)
