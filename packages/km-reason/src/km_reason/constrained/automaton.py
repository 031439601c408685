"""Constraints made of choices: one text is chosen, then the next, until the whole is closed."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Generic, NamedTuple, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from km_graph.walkers.token_trie import DEAD, ROOT
from km_reason.constrained.choices import ALL_ALLOWED, Choices, Without
from km_reason.constrained.constraint import ConstraintState

T = TypeVar("T")


class Node(Protocol[T]):
    """What has been written, between two choices."""

    @property
    def value(self) -> T:
        """What it means."""
        ...

    def begun(self) -> "list[Reading[T]]":
        """What may be written next; never empty."""
        ...


class Reading(NamedTuple, Generic[T]):
    """A choice that is being written.

    Attributes:
        choices: What there is to choose from.
        reach: What each choice leads to; None where it closes the whole.
        node: What was written before.
        without: What must not be chosen.
        state: How far the choice is written.
    """

    choices: Choices
    reach: Callable[[int], Node[T]] | None
    node: Node[T] | None
    without: Without = ALL_ALLOWED
    state: int = ROOT

    def tokens(self) -> NDArray[np.int32]:
        """What may be written next of this choice."""
        return self.choices.tokens(self.state, self.without)

    def after(self, token: int) -> "Reading[T] | None":
        """The same choice a token further, if the token goes on with it."""
        state = self.choices.after(self.state, token)
        lost = state == DEAD or state in self.without.states
        return None if lost else self._replace(state=state)

    def chosen(self) -> list[int]:
        """What is chosen if nothing more of the choice is written."""
        found = self.choices.chosen(self.state)
        return [one for one in found if one not in self.without.choices]


class Written(Generic[T]):
    """Where a completion stands: in one reading, seldom in several; a ``ConstraintState``.

    Texts may begin alike, or hold what stands between texts; then every reading is followed.

    Attributes:
        value: What the whole means, once it is complete; else None.
    """

    def __init__(self, readings: Sequence[Reading[T]], value: T | None = None) -> None:
        self._readings = readings
        self.value = value

    @cached_property
    def allowed(self) -> NDArray[np.int32]:
        """See ``ConstraintState``."""
        found = [reading.tokens() for reading in self._readings]
        if len(found) == 1:
            return found[0]
        return np.unique(np.concatenate([*found, np.empty(0, np.int32)]))

    def after(self, token: int) -> "Written[T]":
        """See ``ConstraintState``."""
        readings: list[Reading[T]] = []
        for before in self._readings:
            reading = before.after(token)
            if reading is None:
                continue
            chosen = reading.chosen()
            if chosen and reading.reach is None:
                return Written((), reading.node.value if reading.node is not None else None)
            if len(reading.tokens()):
                readings.append(reading)
            if reading.reach is not None:
                for one in chosen:
                    readings += reading.reach(one).begun()
        if not readings:
            raise KeyError(token)
        return Written(readings)


_: type[ConstraintState] = Written  # what it is for
