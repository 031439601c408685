"""Checks of what walkers are asked, shared by all of them: all refuse in the same words."""

import math
from collections.abc import Sequence
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from km_graph.errors import InvalidQueryError
from km_graph.paths import Groups
from km_graph.walkers import Direction, WalkRule


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


def check_owners(name: str, owners: NDArray[np.int32], other: str, n_groups: int) -> None:
    """Nothing, where there is a group for each owner.

    Raises:
        InvalidQueryError: If an owner has none.
    """
    missing = (owners < 0) | (owners >= n_groups)
    if missing.any():
        owner = int(owners[missing.argmax()])
        raise InvalidQueryError(f"{other} has {n_groups} groups, {name} have the owner {owner}")


def check_targets(n_sources: int, targets: Groups, n: int) -> Groups:
    """The targets as ``check_groups`` gives them, one group for each source or group of them.

    Raises:
        InvalidQueryError: If there are more or fewer, or an id is outside.
    """
    targets = check_groups("targets", targets, n)
    check_same_length("sources", n_sources, "targets", targets.n_groups)
    return targets


def check_tokens(name: str, sequences: Groups) -> Groups:
    """The sequences as contiguous arrays of tokens, each 0 or more.

    Raises:
        InvalidQueryError: If a token is not, or the offsets do not cut up the tokens.
    """
    return check_groups(name, sequences, 2**31 - 1)


def check_caps(limit: int | None, total: int | None, seconds: float | None) -> None:
    """Nothing, where no cap is negative; None stands for "no cap".

    Raises:
        InvalidQueryError: Naming the negative one.
    """
    check_counts(limit=limit, total=total)
    if seconds is not None and not seconds >= 0:  # not a number is not either
        raise InvalidQueryError(f"seconds must be 0 or more, found {seconds}")


def check_rank(sources: Groups, *, restart: float, tolerance: float) -> None:
    """Nothing, where entities can be ranked so.

    Raises:
        InvalidQueryError: If they cannot.
    """
    if not 0 < restart <= 1:
        raise InvalidQueryError(f"restart must be in (0, 1], found {restart}")
    if not tolerance > 0:
        raise InvalidQueryError(f"tolerance must be above 0, found {tolerance}")
    empty = np.diff(sources.offsets) == 0
    if empty.any():
        raise InvalidQueryError(f"sources must not be empty, group {int(empty.argmax())} is")


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


def check_rule(rule: WalkRule, n_relations: int) -> None:
    """Nothing, where a rule is as it should be; ``check_weights`` looks at its weights.

    Raises:
        InvalidQueryError: Naming the part that is not.
    """
    for name, value in (("p", rule.p), ("q", rule.q)):
        if not (0 < value < math.inf):
            raise InvalidQueryError(f"{name} must be above 0 and finite, found {value}")
    if not 0 <= rule.restart <= 1:
        raise InvalidQueryError(f"restart must be a probability in [0, 1], found {rule.restart}")
    _in_range("metapath", _whole("metapath", rule.metapath), -n_relations, n_relations)


def check_weights(weights: NDArray[np.floating], n_triples: int) -> NDArray[np.float64]:
    """The weights as a contiguous float64 array, one for each triple.

    Raises:
        InvalidQueryError: If one is negative or not finite, or they do not fit the triples.
    """
    array = np.asarray(weights)
    if array.dtype.kind not in "fiu":
        raise InvalidQueryError(f"weights must hold numbers, found {array.dtype}")
    if array.shape != (n_triples,):
        raise InvalidQueryError(
            f"weights must be one for each of the {n_triples} triples, found shape {array.shape}"
        )
    array = np.ascontiguousarray(array, np.float64)
    wrong = ~((array >= 0) & (array < math.inf))
    if wrong.any():
        at = int(wrong.argmax())
        raise InvalidQueryError(f"weights[{at}] is {array[at]}, must be finite and not negative")
    return array


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
