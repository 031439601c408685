"""Depth-first search and the limit on what it finds."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from km_graph.paths import PathBatch

State = TypeVar("State")
Found = tuple[list[int], list[int]]
"""Entity ids and signed relation ids of one path."""


def depth_first(
    root: State, expand: Callable[[list[State]], Iterable[tuple[int, State]]]
) -> Iterator[tuple[list[State], list[int]]]:
    """Every path from ``root`` in depth-first order: itself, then its extensions.

    Args:
        root: Where paths start; an entity, or a set of them.
        expand: The steps that may follow a path so far, in order: signed relation and next state.
    """
    states, relations = [root], list[int]()
    yield [root], []
    ways = [iter(expand(states))]
    while ways:
        step = next(ways[-1], None)
        if step is None:
            ways.pop()
            states.pop()
            del relations[-1:]
            continue
        relations.append(step[0])
        states.append(step[1])
        yield states[:], relations[:]
        ways.append(iter(expand(states)))


def batch(owners: Iterable[Iterable[Found]], limit: int | None = None) -> PathBatch:
    """The paths of each owner, cut after ``limit``."""
    rows: list[tuple[int, list[int], list[int]]] = []
    truncated: list[bool] = []
    for owner, paths in enumerate(owners):
        rest = iter(paths)
        rows += ((owner, *path) for path in islice(rest, limit))
        truncated.append(next(rest, None) is not None)
    return PathBatch.of(rows, truncated)
