"""What happened to a triple, and what a store did."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from km_graph.store.changes import LabelTriple
from km_graph.store.commit import Commit


class Change(NamedTuple):
    """One time that a triple came or went.

    Attributes:
        version: The version since which it is so; 0 is the graph the store was made of.
        time: When, in seconds since 1970.
        added: Whether it came.
        key: The key of the batch, if it had one.
    """

    version: int
    time: float
    added: bool
    key: str | None


def changes_of(
    triple: LabelTriple, commits: Iterable[Commit], created: float, *, is_there: bool
) -> Iterator[Change]:
    """The changes of a triple, oldest first.

    Args:
        triple: The triple.
        commits: At least all commits that change it, oldest first.
        created: When the store was made.
        is_there: Whether it is in the graph now.
    """
    found = []
    for commit in commits:
        changes = commit.changes
        if triple in changes.added or triple in changes.removed:
            added = triple in changes.added
            found.append(Change(commit.version, commit.time, added, commit.key))
    # A commit holds only what had an effect: so what went first was there from the start.
    if not found[0].added if found else is_there:
        yield Change(0, created, True, None)
    yield from found
