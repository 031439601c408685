"""Sentences that a user writes for relations."""

import re
from collections.abc import Sequence

from km_data.textualizers.relation_names import Wording, past_of

Template = str | Sequence[str]
"""A sentence with ``{head}`` and ``{tail}``, or one for each direction."""

_PLACES = re.compile(r"\{(head|tail)\}")
_PASSIVE = re.compile(r" (?:is|was|are|were) (?:(.+) )?(\w+) by ")


def template_of(relation: str, stated: Template) -> tuple[Wording, Wording]:
    """How a relation is said from head to tail, and from tail to head.

    Where only the first is given, the second is made from it if it is a passive or says what is
    whose; else the same sentence is said with another emphasis, or as it is.

    Raises:
        ValueError: If a template lacks ``{head}`` or ``{tail}``, or has one twice.
        TypeError: If it is not text or two texts.

    Example:
        >>> template_of("directed_by", "{head} was directed by {tail}")[1].between
        ' directed '
        >>> template_of("genre", "The genre of {head} is {tail}")[1].between
        ' is the genre of '
    """
    both = [stated] if isinstance(stated, str) else stated
    texts = isinstance(both, list | tuple) and all(isinstance(text, str) for text in both)
    if not texts or len(both) not in (1, 2):
        raise TypeError(
            f"expected one or two sentences as the template of {relation!r}, found {stated!r:.80}"
        )
    forward = _parsed(relation, both[0], starts_with="head")
    if len(both) == 2:
        return forward, _parsed(relation, both[1], starts_with="tail")
    return forward, _turned(forward)


def _parsed(relation: str, text: str, *, starts_with: str) -> Wording:
    parts = _PLACES.split(text)
    if sorted(parts[1::2]) != ["head", "tail"]:
        raise ValueError(
            f"expected {{head}} and {{tail}} once each in the template of {relation!r}, "
            f"found {text!r:.80}"
        )
    before, first, between, _, after = parts
    return Wording(before, between, after.removesuffix("."), swapped=first != starts_with)


def _turned(forward: Wording) -> Wording:
    """The sentence for walking from tail to head."""
    before, between, after, swapped = forward
    if not swapped and not after:
        passive = _PASSIVE.fullmatch(between)
        past = passive and past_of(passive[2])
        if passive and past and not before:
            return Wording("", f" {' '.join(filter(None, (passive[1], past)))} ")
        if before.startswith("The ") and between in (" is ", " are ", " was ", " were "):
            return Wording("", f"{between}the {before[4:]}")
        if not before and between.strip():
            return Wording("", " is what ", between.rstrip())
    return forward._replace(swapped=not swapped)
