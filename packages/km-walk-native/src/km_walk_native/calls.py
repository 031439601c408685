"""Calls of the compiled core: arguments as it takes them, its errors as ours.

The core checks every argument too and refuses in the words of ``km_graph.walkers.queries``; so
arrays of the right type go there as they are, as to look at each twice would cost more than a small
search.
"""

from collections.abc import Callable, Sequence
from typing import ParamSpec, TypeVar

import numpy as np
from numpy.typing import NDArray

from km_graph.errors import InvalidQueryError, ResultTooLargeError
from km_graph.paths import Groups
from km_graph.walkers.queries import check_counts, check_groups, check_ids

P = ParamSpec("P")
R = TypeVar("R")

_IDS = np.dtype(np.int32)
_OFFSETS = np.dtype(np.int64)
_NO_BOUND = 2**62
"""More than any count can reach; fits the core's integers."""


def ids_for(name: str, ids: NDArray[np.int32] | Sequence[int], n: int) -> NDArray[np.int32]:
    """Ids in ``[0, n)`` as the core takes them."""
    if _fits(ids, _IDS):
        return np.asarray(ids)
    return check_ids(name, ids, n)


def groups_for(
    name: str, groups: Groups, n: int, *, signed: bool = False
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Groups of ids in ``[0, n)``, or ``[-n, n)`` where signed, as the core takes them."""
    values, offsets = groups
    if _fits(values, _IDS) and _fits(offsets, _OFFSETS):
        return groups
    return check_groups(name, groups, n, signed=signed)


def bound(name: str, count: int | None) -> int:
    """A count as the core takes it; None stands for no bound.

    Raises:
        InvalidQueryError: If it is negative.
    """
    if count is None:
        return _NO_BOUND
    if count < 0:
        check_counts(**{name: count})
    return min(count, _NO_BOUND)


def caps_for(limit: int | None, total: int | None, seconds: float | None) -> tuple[int, int, float]:
    """The caps of a path search as the core takes them."""
    time = float("inf") if seconds is None else seconds
    return bound("limit", limit), bound("total", total), time


def called(function: Callable[P, R], *arguments: P.args, **options: P.kwargs) -> R:
    """What a function of the core returns.

    Raises:
        InvalidQueryError: If it refuses an argument.
        ResultTooLargeError: If there is no memory for the result.
    """
    try:
        return function(*arguments, **options)
    except ValueError as error:
        raise InvalidQueryError(str(error)) from error
    except MemoryError as error:
        raise ResultTooLargeError from error


def _fits(array: object, dtype: np.dtype[np.signedinteger]) -> bool:
    if not isinstance(array, np.ndarray):
        return False
    return array.dtype == dtype and array.ndim == 1 and array.flags.c_contiguous
