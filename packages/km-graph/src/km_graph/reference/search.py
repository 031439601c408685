"""Depth-first search and the caps on what it finds."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from km_graph.paths import PathBatch
from km_graph.reference.clock import NO_CLOCK, Clock, OutOfTimeError

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


def batch(
    owners: Iterable[Iterable[Found]],
    limit: int | None = None,
    total: int | None = None,
    clock: Clock = NO_CLOCK,
) -> PathBatch:
    """The paths of each owner, cut after ``limit`` of each, ``total`` of all, or in time."""
    rows: list[tuple[int, list[int], list[int]]] = []
    truncated: list[bool] = []
    for owner, paths in enumerate(owners):
        left = None if total is None else total - len(rows)
        room = min((n for n in (limit, left) if n is not None), default=None)
        rest = iter(paths)
        try:
            clock.check()
            rows.extend((owner, *path) for path in islice(rest, room))
            more = next(rest, None) is not None
        except OutOfTimeError:
            more = True
        truncated.append(more)
    return PathBatch.of(rows, truncated)
