"""Where the three labels of a triple stand in a record."""

from typing import NamedTuple

from km_graph.errors import ConfigError, nearest

PLACES: tuple[str, str, str] = ("head", "relation", "tail")


class Columns(NamedTuple):
    """The columns of head, relation and tail, counted from 0, among so many."""

    head: int
    relation: int
    tail: int
    n_fields: int

    @property
    def in_order(self) -> bool:
        """Whether they are all there is, in that order."""
        return self == (0, 1, 2, 3)


def stated_columns(text: str) -> Columns:
    """The columns that a text like ``"relation,head,_,tail"`` states.

    Raises:
        ConfigError: If one of the three is missing or there twice, or another word is there.

    Example:
        >>> stated_columns("relation,head,_,tail")
        Columns(head=1, relation=0, tail=3, n_fields=4)
    """
    words = [word.strip() for word in text.split(",")]
    named = [word for word in words if word != "_"]
    if sorted(named) != sorted(PLACES):
        raise ConfigError(
            "columns",
            [f"expected head, relation and tail once each and _ for others, found {text!r}"],
            hint="columns=relation,head,_,tail, for instance",
        )
    head, relation, tail = (words.index(place) for place in PLACES)
    return Columns(head, relation, tail, len(words))


def named_columns(found: list[str], wanted: tuple[str, str, str]) -> Columns:
    """The columns that a header names.

    Raises:
        ValueError: Saying which is not there or there twice.
    """
    for name, place in zip(wanted, PLACES, strict=True):
        if found.count(name) != 1:
            times = "two columns" if name in found else "no column"
            near = nearest(name, found) or found[:10]
            message = (
                f"{times} called {name!r} for the {place}; there are {', '.join(map(repr, near))}"
            )
            raise ValueError(message)
    head, relation, tail = (found.index(name) for name in wanted)
    return Columns(head, relation, tail, len(found))
