"""Relation labels read as words: ``location.country.languages_spoken`` is "languages spoken"."""

import re
from typing import NamedTuple

_SEPARATORS = re.compile(r"[./#:]+")
_GAPS = re.compile(r"[_\s-]+|(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_CAPITALIZED = re.compile(r"[A-Z][a-z]+")

_PREPOSITIONS = (
    "about after against along around at before below between during for from in inside into near "
    "of off on onto outside over through to toward towards under until upon via with within without"
)
PREPOSITIONS = frozenset(_PREPOSITIONS.split())
_IRREGULAR = {
    "begun": "began",
    "born": "bore",
    "bought": "bought",
    "built": "built",
    "chosen": "chose",
    "drawn": "drew",
    "driven": "drove",
    "found": "found",
    "given": "gave",
    "held": "held",
    "kept": "kept",
    "known": "knew",
    "led": "led",
    "lost": "lost",
    "made": "made",
    "said": "said",
    "sent": "sent",
    "shown": "showed",
    "sold": "sold",
    "spoken": "spoke",
    "sung": "sang",
    "taken": "took",
    "taught": "taught",
    "told": "told",
    "won": "won",
    "worn": "wore",
    "written": "wrote",
}
_PLURALS = frozenset({"children", "men", "people", "women"})
_SINGULAR_ENDS = ("ss", "us", "is", "ics", "series", "species", "news")


class Wording(NamedTuple):
    """How a hop is said: ``before``, where it starts, ``between``, where it ends, ``after``.

    ``swapped`` is for where it ends to be named first.
    """

    before: str
    between: str
    after: str = ""
    swapped: bool = False


def words_of(label: str) -> list[str]:
    """The words of the last part of a label; never none.

    Example:
        >>> words_of("location.country.languages_spoken"), words_of("http://x.org/birthPlace")
        (['languages', 'spoken'], ['birth', 'place'])
    """
    parts = [part for part in _SEPARATORS.split(label) if re.search(r"[^\W\d]", part)]
    words = [word for word in _GAPS.split(parts[-1] if parts else label) if word]
    return [_lowered(word) for word in words] or [label]


def _lowered(word: str) -> str:
    return word.lower() if _CAPITALIZED.fullmatch(word) else word


def past_of(word: str) -> str | None:
    """The past tense of a participle; None if the word is not known to be one.

    Example:
        >>> past_of("directed"), past_of("written"), past_of("genre")
        ('directed', 'wrote', None)
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    return word if word.endswith("ed") and len(word) > 4 else None


def is_plural(noun: str) -> bool:
    """Whether a noun looks like a plural."""
    return noun in _PLURALS or (
        noun.endswith("s") and len(noun) > 2 and not noun.endswith(_SINGULAR_ENDS)
    )


def singular(noun: str) -> str:
    """A plural noun as a singular, by the common endings.

    Example:
        >>> singular("actors"), singular("countries"), singular("boxes")
        ('actor', 'country', 'box')
    """
    if not noun.endswith("s"):
        return noun
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    return noun[:-2] if noun.endswith(("ses", "xes", "ches", "shes")) else noun[:-1]


def with_article(noun: str) -> str:
    """A noun after "a" or "an"."""
    return ("an " if noun[:1].lower() in tuple("aeiou") else "a ") + noun
