"""What a model said, held against the entities that it may have meant."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from km_data.prompts import parse_answers

_BULLET = re.compile(r"^(?:[-*•]|\(?\d+[.):])\s+")
_DRESS = " \t\"'`*_“”‘’"


class SaidAnswers(NamedTuple):
    """The answers in a completion.

    Attributes:
        supported: Those that are among the entities, in their labels, as the model ordered them.
        unsupported: The others, as the model wrote them.
    """

    supported: tuple[str, ...]
    unsupported: tuple[str, ...]


def said_answers(completion: str, entities: Sequence[str]) -> SaidAnswers:
    r"""The answers in a completion, one a line, told apart by whether they are among entities.

    A line is first taken as it stands. Where no entity has that label it is taken again without
    bullet, quotes and emphasis, without regard to case, and as a list with commas, because models
    that were never tuned write so.

    Example:
        >>> said_answers("1. **Al Pacino**\nElvis", ["Al Pacino"])
        SaidAnswers(supported=('Al Pacino',), unsupported=('Elvis',))
    """
    labels = {entity: entity for entity in entities}
    folded = {_plain(entity): entity for entity in reversed(entities)}
    supported: dict[str, None] = {}
    unsupported: dict[str, None] = {}
    for line in parse_answers(completion):
        meant = _meant(line, labels, folded)
        supported.update(dict.fromkeys(meant))
        if not meant:
            unsupported[line] = None
    return SaidAnswers(tuple(supported), tuple(unsupported))


def _meant(line: str, labels: dict[str, str], folded: dict[str, str]) -> list[str]:
    whole = labels.get(line) or folded.get(_plain(line))
    if whole is not None:
        return [whole]
    parts = [folded.get(_plain(part)) for part in re.split(r",|;| and ", _BULLET.sub("", line))]
    listed = [part for part in parts if part is not None]
    return listed if len(parts) > 1 and len(listed) == len(parts) else []


def _plain(text: str) -> str:
    return _BULLET.sub("", text.strip()).strip(_DRESS).rstrip(".").strip(_DRESS).casefold()
