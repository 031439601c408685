"""Checks of what walkers are asked, shared by all of them: all refuse in the same words."""

from collections.abc import Sequence
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from km_graph.errors import InvalidQueryError
from km_graph.paths import Groups
from km_graph.walkers import Direction


def check_ids(name: str, values: NDArray[np.int32] | Sequence[int], n: int) -> NDArray[np.int32]:
    """The ids as a contiguous int32 array, all in ``[0, n)``.

    Raises:
        InvalidQueryError: If one is not, or they are not whole numbers in one row.
    """
    return _in_range(name, _whole(name, values), 0, n)


def check_groups(name: str, groups: Groups, n: int, *, signed: bool = False) -> Groups:
    """The groups as contiguous arrays, their ids in ``[0, n)``, or ``[-n, n)`` where signed.

    Raises:
        InvalidQueryError: If an id is outside, or the offsets do not cut up the values.
    """
    values = _whole(f"{name}.values", groups.values)
    offsets = _whole(f"{name}.offsets", groups.offsets)
    if not len(offsets) or offsets[0] != 0 or offsets[-1] != len(values):
        raise InvalidQueryError(
            f"{name}.offsets must start at 0 and end at {len(values)}, the number of its values"
        )
    if (offsets[1:] < offsets[:-1]).any():
        raise InvalidQueryError(f"{name}.offsets must not descend")
    ids = _in_range(f"{name}.values", values, -n if signed else 0, n)
    return Groups(ids, np.ascontiguousarray(offsets, np.int64))


def check_same_length(name: str, n: int, other: str, n_other: int) -> None:
    """Nothing, where two arguments go together pair by pair.

    Raises:
        InvalidQueryError: If they differ in length.
    """
    if n != n_other:
        raise InvalidQueryError(
            f"{name} and {other} must be of one length, found {n} and {n_other}"
        )


def check_counts(**counts: int | None) -> None:
    """Nothing, where no count is negative; None stands for "no limit".

    Raises:
        InvalidQueryError: Naming the negative one.
    """
    for name, count in counts.items():
        if count is not None and count < 0:
            raise InvalidQueryError(f"{name} must be 0 or more, found {count}")


def check_seed(seed: int) -> None:
    """Nothing, where the seed fits 64 bits without a sign.

    Raises:
        InvalidQueryError: If it does not.
    """
    if not 0 <= seed < 2**64:
        raise InvalidQueryError(f"seed must be in [0, 2**64), found {seed}")


def check_direction(direction: str) -> None:
    """Nothing, where there is such a direction.

    Raises:
        InvalidQueryError: If there is not.
    """
    if direction not in get_args(Direction):
        known = ", ".join(map(repr, get_args(Direction)))
        raise InvalidQueryError(f"direction must be one of {known}, found {direction!r}")


def _whole(name: str, values: NDArray[np.integer] | Sequence[int]) -> NDArray[np.integer]:
    array = np.asarray(values)
    if array.ndim != 1:
        raise InvalidQueryError(f"{name} must be one row of ids, found {array.ndim} dimensions")
    if not array.size:
        return np.empty(0, np.int64)
    if array.dtype.kind not in "iu":
        raise InvalidQueryError(f"{name} must hold whole numbers, found {array.dtype}")
    return array


def _in_range(name: str, ids: NDArray[np.integer], low: int, high: int) -> NDArray[np.int32]:
    outside = (ids < low) | (ids >= high)
    if outside.any():
        at = int(outside.argmax())
        raise InvalidQueryError(f"{name}[{at}] is {ids[at]}, ids here are in [{low}, {high})")
    return np.ascontiguousarray(ids, np.int32)
