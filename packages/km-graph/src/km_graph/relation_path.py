"""Relation paths: what to follow, without saying where it leads."""

import re
from collections.abc import Iterable
from typing import NamedTuple, Self

from km_graph.errors import InvalidQueryError

_PLAIN = re.compile(r"[^\s<>\\/^]+")
_HOP = re.compile(r"(\^?)(?:<((?:[^<>\\]|\\.)*)>|([^\s<>\\/^]+))")


class Hop(NamedTuple):
    """One relation and the direction it is followed in."""

    relation: str
    inverse: bool = False

    def __str__(self) -> str:
        label = self.relation
        if not _PLAIN.fullmatch(label):
            label = "<" + re.sub(r"([<>\\])", r"\\\1", label) + ">"
        return f"^{label}" if self.inverse else label

    def reversed(self) -> "Hop":
        """The same edge walked the other way."""
        return Hop(self.relation, not self.inverse)


class RelationPath(tuple[Hop, ...]):
    r"""A sequence of hops, hashable, in SPARQL property-path notation as text.

    ``^r`` is relation ``r`` walked from tail to head; hops are joined by ``/``; a label with
    white space or one of ``/ ^ < > \`` stands in angle brackets.

    Example:
        >>> path = RelationPath.parse("^starred_actors/directed_by")
        >>> path[0].inverse, len(path), str(path)
        (True, 2, '^starred_actors/directed_by')
    """

    __slots__ = ()

    def __new__(cls, hops: Iterable[Hop | tuple[str, bool]] = ()) -> Self:
        """The relation path of these hops, in order."""
        return super().__new__(cls, (Hop(*hop) for hop in hops))

    @classmethod
    def parse(cls, text: str) -> Self:
        """The path that ``str`` wrote.

        Raises:
            InvalidQueryError: If the text is not a relation path.
        """
        hops: list[Hop] = []
        position = 0
        while position < len(text):
            match = _HOP.match(text, position)
            if match is None:
                raise InvalidQueryError(
                    f"{text!r} is not a relation path: expected a relation at character {position}",
                    hint="write hops as relation/^inverse/<label with spaces>",
                )
            quoted, plain = match[2], match[3]
            label = plain if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
            hops.append(Hop(label, bool(match[1])))
            position = match.end()
            if position < len(text):
                if text[position] != "/" or position + 1 == len(text):
                    raise InvalidQueryError(
                        f"{text!r} is not a relation path: "
                        f"expected '/' and a relation at character {position}"
                    )
                position += 1
        return cls(hops)

    def __str__(self) -> str:
        return "/".join(map(str, self))

    def __repr__(self) -> str:
        return f"RelationPath({str(self)!r})"

    def reversed(self) -> "RelationPath":
        """The path from the end back to the start."""
        return RelationPath(hop.reversed() for hop in self[::-1])
