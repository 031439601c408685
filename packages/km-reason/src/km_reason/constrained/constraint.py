"""What a constraint on decoding is: an automaton over tokens."""

from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray


@runtime_checkable
class ConstraintState(Protocol):
    """Where a completion stands; it does not change, so that beams may share it."""

    @property
    def allowed(self) -> NDArray[np.int32]:
        """The tokens that may come next, ascending; empty if and only if it is complete."""
        ...

    def after(self, token: int) -> "ConstraintState":
        """Where the completion stands after one of the tokens that are allowed.

        Raises:
            KeyError: If the token is not allowed.
        """
        ...


@runtime_checkable
class Constraint(Protocol):
    """What a completion must be. From every state some completion can be reached."""

    def start(self) -> ConstraintState | None:
        """Where a completion begins; None if nothing satisfies the constraint."""
        ...
