"""Labels and their numbers: sorted once, so that ids do not depend on the order of a file."""

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from math import isqrt
from typing import overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from km_graph.errors import InvalidQueryError, UnknownLabelError
from km_graph.graph.near_labels import near_labels
from km_graph.graph.read_only import little_endian, read_only

# A dictionary of n labels takes about as long to build as n / 16 look-ups take without one.
_LABELS_A_LOOK_UP = 16
_AT_ONCE = 1 << 12


class Vocabulary(Sequence[str]):
    """Distinct labels in code-point order; a label's id is its position.

    Kept as one UTF-8 blob and its offsets, so it may lie in a memory-mapped file and a single
    look-up reads only the few labels it compares with. Looking up many labels builds a
    dictionary, once they are so many that it pays.

    Args:
        blob: The UTF-8 bytes of all labels, one after the other.
        offsets: ``(n + 1,) int64``, where each label starts and the last one ends.
        kind: ``"entity"`` or ``"relation"``, for messages.
    """

    def __init__(
        self, blob: bytes | memoryview, offsets: NDArray[np.int64], *, kind: str = "entity"
    ) -> None:
        self.blob = memoryview(blob).toreadonly()
        self.offsets = read_only(offsets)
        self.kind = kind
        self._ids: dict[str, int] | None = None
        self._looked_up = 0

    @classmethod
    def of(cls, labels: Iterable[str], *, kind: str = "entity") -> "Vocabulary":
        """The vocabulary of these labels, in any order, repeats allowed.

        Raises:
            InvalidQueryError: If a label is not Unicode text (half of a surrogate pair).

        Example:
            >>> list(Vocabulary.of(["b", "a", "b"]))
            ['a', 'b']
        """
        encoded = [_encoded(label, kind) for label in sorted(set(labels))]
        offsets = np.zeros(len(encoded) + 1, np.int64)
        np.cumsum([len(label) for label in encoded], out=offsets[1:])
        return cls(b"".join(encoded), offsets, kind=kind)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        if isinstance(index, slice):
            return self.labels(np.arange(*index.indices(len(self))))
        if not 0 <= index < len(self):
            message = f"no {self.kind} {index}: ids are 0 to {len(self) - 1}"
            raise IndexError(message)
        at = self._places
        return str(self.blob[at[index] : at[index + 1]], "utf-8")

    def __iter__(self) -> Iterator[str]:
        for first in range(0, len(self), _AT_ONCE):
            at = self.offsets[first : first + _AT_ONCE + 1]
            raw = bytes(self.blob[at[0] : at[-1]])
            places = pairwise((at - at[0]).tolist())
            if raw.isascii():  # then bytes are characters
                text = raw.decode()
                yield from [text[a:b] for a, b in places]
            else:
                yield from [raw[a:b].decode() for a, b in places]

    def __contains__(self, label: object) -> bool:
        return isinstance(label, str) and self.get(label) is not None

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Vocabulary):
            return NotImplemented
        return np.array_equal(self.offsets, other.offsets) and self.blob == other.blob

    __hash__ = None  # type: ignore[assignment]  # equality is by content, and content is large

    def __repr__(self) -> str:
        return f"Vocabulary({len(self)} {self.kind} labels)"

    def get(self, label: str) -> int | None:
        """The id of a label, or None where there is no such label."""
        if self._ids is not None:
            return self._ids.get(label)
        try:
            wanted = label.encode()
        except UnicodeEncodeError:  # no label is half of a surrogate pair
            return None
        found = self.position(wanted)
        return found if found < len(self) and self._bytes(found) == wanted else None

    def id(self, label: str) -> int:
        """The id of a label.

        Raises:
            UnknownLabelError: Naming the nearest labels there are.
        """
        found = self.get(label)
        if found is None:
            raise UnknownLabelError(self.kind, label, self.near(label))
        return found

    def ids(self, labels: Iterable[str]) -> NDArray[np.int32]:
        """The ids of many labels, ``(n,) int32``; raises as ``id`` does."""
        wanted = labels if isinstance(labels, list | tuple) else list(labels)
        self._looked_up += len(wanted)
        if self._ids is None and self._looked_up * _LABELS_A_LOOK_UP < len(self):
            return np.fromiter(map(self.id, wanted), np.int32, len(wanted))
        if self._ids is None:
            self._ids = dict(zip(self, range(len(self)), strict=True))
        try:
            return np.fromiter(map(self._ids.__getitem__, wanted), np.int32, len(wanted))
        except KeyError as error:
            label = str(error.args[0])
            raise UnknownLabelError(self.kind, label, self.near(label)) from None

    def labels(self, ids: ArrayLike) -> list[str]:
        """The labels of many ids, faster than one by one.

        Raises:
            IndexError: If one is not an id of this vocabulary.

        Example:
            >>> Vocabulary.of("cab").labels(np.array([2, 0, 2]))
            ['c', 'a', 'c']
        """
        wanted = np.asarray(ids, np.int64).reshape(-1)
        if len(wanted) and (wanted.min() < 0 or wanted.max() >= len(self)):
            message = f"{self.kind} ids are 0 to {len(self) - 1}"
            raise IndexError(message)
        starts, stops = self.offsets[wanted].tolist(), self.offsets[wanted + 1].tolist()
        blob = self.blob
        return [str(blob[a:b], "utf-8") for a, b in zip(starts, stops, strict=True)]

    def update(self, digest: "hashlib._Hash") -> None:
        """Put the content into a hash."""
        digest.update(little_endian(self.offsets))
        digest.update(self.blob)

    def near(self, label: str) -> tuple[str, ...]:
        """Up to three labels spelt nearly like this one."""
        return near_labels(self, label)

    def _bytes(self, index: int) -> bytes:
        at = self._places
        return self.blob[at[index] : at[index + 1]].tobytes()

    @cached_property
    def _places(self) -> memoryview:
        return self.offsets.data  # hands out ints several times as fast as the array does

    def position(self, wanted: bytes) -> int:
        """Where a label in UTF-8 is or would be: it has the order of code points."""
        landmarks, step = self._landmarks
        low = max(bisect_right(landmarks, wanted) - 1, 0) * step
        high = min(low + step, len(self))
        blob, at = self.blob, self._places
        while low < high:  # bisect with a key takes half as long again
            middle = (low + high) // 2
            if blob[at[middle] : at[middle + 1]].tobytes() < wanted:
                low = middle + 1
            else:
                high = middle
        return low

    @cached_property
    def _landmarks(self) -> tuple[list[bytes], int]:
        """A few labels to start from, at equal steps: they halve the comparisons in the file."""
        step = isqrt(len(self)) + 1
        return [self._bytes(i) for i in range(0, len(self), step)], step


def _encoded(label: str, kind: str) -> bytes:
    try:
        return label.encode()
    except UnicodeEncodeError as error:
        raise InvalidQueryError(f"{kind} label {label!r} is not Unicode text") from error
