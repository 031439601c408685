"""Random draws that are the same on every machine and in every version of Python."""

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Draws:
    """Draws from a stream of numbers that a name stands for.

    Only ``random.Random.random`` is used, whose numbers Python promises never to change; what
    is made of them stands here.

    Example:
        >>> Draws("some name").below(10) == Draws("some name").below(10)
        True
    """

    def __init__(self, name: str) -> None:
        self.uniform = random.Random(name).random

    def below(self, end: int) -> int:
        """A whole number from 0 up to, but not with, ``end``."""
        return int(self.uniform() * end)

    def between(self, start: int, last: int) -> int:
        """A whole number from ``start`` to ``last``, both possible."""
        return start + self.below(last - start + 1)

    def choice(self, items: Sequence[T]) -> T:
        """One of the items."""
        return items[self.below(len(items))]

    def sample(self, items: Sequence[T], count: int) -> list[T]:
        """So many different ones of the items, in the order drawn."""
        pool = list(items)
        return [pool.pop(self.below(len(pool))) for _ in range(count)]
