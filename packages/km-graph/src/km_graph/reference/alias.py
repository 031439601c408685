"""Drawing an item with a probability proportional to its weight, in constant time.

An alias table has a slot for each item: a slot is drawn uniformly, and gives its own item with
some probability and one other item else. It is filled in one sweep: what a light item (of at most
the mean weight) leaves of its slot is given to the first heavy item that is not used up; a heavy
item that has given so much that it is light itself is filled up by the next heavy one.

Reference: L. Hübschle-Schneider, P. Sanders, "Parallel weighted random sampling", ACM TOMS 2022,
section 4.1.1.
"""

from collections.abc import Iterator
from functools import reduce
from operator import add
from typing import NamedTuple

FULL = 2**32 - 1
"""The highest threshold; a slot with it gives its own item but once in 2**32 times."""


class Slot(NamedTuple):
    """Gives its own item where a fraction of 32 bits is below ``threshold``, else ``other``."""

    threshold: int
    other: int


def total_of(weights: list[float]) -> float:
    """Their sum, from left to right (``sum`` rounds otherwise from Python 3.12 on)."""
    return reduce(add, weights, 0.0)


def alias_table(weights: list[float]) -> list[Slot] | None:
    """The table of these weights; None where all are 0, so that nothing can be drawn.

    Example:
        >>> alias_table([1.0, 3.0])
        [Slot(threshold=2147483648, other=1), Slot(threshold=4294967295, other=1)]
    """
    heaviest = max(weights, default=0.0)
    if heaviest == 0.0:
        return None
    shares = [weight / heaviest for weight in weights]  # whose sum cannot overflow
    mean = total_of(shares) / len(shares)
    shares = [share / mean for share in shares]
    slots = [Slot(FULL, i) for i in range(len(shares))]
    for i, share, other in _sweep(shares):
        slots[i] = Slot(min(int(share * 2.0**32), FULL), other)
    return slots


def _sweep(shares: list[float]) -> Iterator[tuple[int, float, int]]:
    """Item, what it keeps of its slot, and who has the rest; in no particular order."""
    lights = (i for i, share in enumerate(shares) if share <= 1.0)
    heavies = (i for i, share in enumerate(shares) if share > 1.0)
    heavy = next(heavies, None)
    if heavy is None:
        return
    left = shares[heavy]
    light = next(lights, None)
    while True:
        if left > 1.0 and light is not None:
            yield light, shares[light], heavy
            left = (left + shares[light]) - 1.0
            light = next(lights, None)
            continue
        successor = next(heavies, None)
        if successor is None:
            break
        yield heavy, left, successor
        left = (left + shares[successor]) - 1.0
        heavy = successor
    while light is not None:  # only rounding leaves lights over
        yield light, shares[light], heavy
        light = next(lights, None)


def pick(number: int, size: int, table: list[Slot] | None) -> int:
    """The index of an item: the high half of the product, or what its slot says.

    The low half of the product is what the slot's own item is weighed against, so one number does
    for both.
    """
    product = number * size
    at = product >> 64
    if table is None:
        return at
    fraction = (product >> 32) & FULL
    return at if fraction < table[at].threshold else table[at].other
