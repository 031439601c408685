"""Means of named numbers that are added one case at a time, in little memory."""

from collections.abc import Iterable, Mapping
from math import fsum

from km_eval.scores import Group

_BLOCK = 1 << 12


class Tally:
    """Means of named numbers over cases that are not kept.

    Sums are exact within blocks of some thousand numbers, so that neither the order nor the
    number of cases shows in the digits that are printed.

    Example:
        >>> tally = Tally()
        >>> tally.add({"hit": 1.0})
        >>> tally.add({"hit": 0.0, "rank": 3.0})
        >>> tally.group()
        Group(n=2, means={'hit': 0.5, 'rank': 3.0}, applies={'rank': 1})
    """

    __slots__ = ("_counts", "_held", "n")

    def __init__(self) -> None:
        self.n = 0
        self._counts: dict[str, int] = {}
        self._held: dict[str, list[float]] = {}

    def add(self, values: Mapping[str, float]) -> None:
        """Count one case with its numbers."""
        self.n += 1
        for name, value in values.items():
            held = self._held.get(name)
            if held is None:
                held = self._held[name] = []
                self._counts[name] = 0
            held.append(value)
            if len(held) == _BLOCK:
                self._fold(name, held)

    def _fold(self, name: str, held: list[float]) -> None:
        # The first of what is held is the sum of the blocks before, and no case itself.
        self._counts[name] += len(held) - (self._counts[name] > 0)
        held[:] = [fsum(held)]

    def group(self) -> Group:
        """The means so far."""
        for name, held in self._held.items():
            self._fold(name, held)
        means = {name: held[0] / self._counts[name] for name, held in self._held.items()}
        applies = {name: count for name, count in self._counts.items() if count < self.n}
        return Group(self.n, means, applies)


class Breakdown:
    """A tally for each value of something that questions differ in."""

    def __init__(self) -> None:
        self._tallies: dict[str, Tally] = {}

    def add(self, keys: Iterable[str], values: Mapping[str, float]) -> None:
        """Count one case under each of its keys."""
        for key in keys:
            tally = self._tallies.get(key)
            if tally is None:
                tally = self._tallies[key] = Tally()
            tally.add(values)

    def groups(self) -> dict[str, Group]:
        """The means by key, numbers ascending and then words in order."""
        return {key: self._tallies[key].group() for key in sorted(self._tallies, key=ascending)}


def ascending(key: str) -> tuple[bool, str]:
    """To sort keys by: those that begin with a number first, by that number."""
    number = key.split("-", maxsplit=1)[0].rstrip("+")
    return not number.isdigit(), number.zfill(9) if number.isdigit() else key
