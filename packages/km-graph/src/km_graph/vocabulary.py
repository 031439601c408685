"""Labels and their numbers: sorted once, so that ids do not depend on the order of a file."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import overload

import numpy as np
from numpy.typing import NDArray

from km_graph.errors import InvalidQueryError, UnknownLabelError, nearest


class Vocabulary(Sequence[str]):
    """Distinct labels in code-point order; a label's id is its position.

    Kept as one UTF-8 blob and its offsets, so it may lie in a memory-mapped file and a single
    look-up reads only the few labels it compares with. Looking up many labels builds a
    dictionary once.

    Args:
        blob: The UTF-8 bytes of all labels, one after the other.
        offsets: ``(n + 1,) int64``, where each label starts and the last one ends.
        kind: ``"entity"`` or ``"relation"``, for messages.
    """

    def __init__(
        self, blob: bytes | memoryview, offsets: NDArray[np.int64], *, kind: str = "entity"
    ) -> None:
        self.blob = memoryview(blob)
        self.offsets = offsets
        self.kind = kind
        self._ids: dict[str, int] | None = None

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
            return [self[i] for i in range(*index.indices(len(self)))]
        if not 0 <= index < len(self):
            message = f"no {self.kind} {index}: ids are 0 to {len(self) - 1}"
            raise IndexError(message)
        return str(self.blob[int(self.offsets[index]) : int(self.offsets[index + 1])], "utf-8")

    def __iter__(self) -> Iterator[str]:
        return (str(self.blob[a:b], "utf-8") for a, b in pairwise(self.offsets.tolist()))

    def __contains__(self, label: object) -> bool:
        return isinstance(label, str) and self.get(label) is not None

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Vocabulary):
            return NotImplemented
        return self.blob == other.blob and np.array_equal(self.offsets, other.offsets)

    __hash__ = None  # type: ignore[assignment]  # equality is by content, and content is large

    def __repr__(self) -> str:
        return f"Vocabulary({len(self)} {self.kind} labels)"

    def get(self, label: str) -> int | None:
        """The id of a label, or None where there is no such label."""
        if self._ids is not None:
            return self._ids.get(label)
        found = bisect_left(self, label)
        return found if found < len(self) and self[found] == label else None

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
        if self._ids is None:
            self._ids = {label: i for i, label in enumerate(self)}
        try:
            return np.fromiter(map(self._ids.__getitem__, labels), np.int32)
        except KeyError as error:
            label = str(error.args[0])
            raise UnknownLabelError(self.kind, label, self.near(label)) from None

    def near(self, label: str) -> tuple[str, ...]:
        """Up to three labels spelt nearly like this one."""
        if len(self) <= 2000:
            return nearest(label, self)
        # Spelling distance to every label is slow on large graphs: compare with those alike in
        # their first letter and length, which is where misspelt names are found.
        start = label[:1].casefold()
        alike = (
            name
            for name in self
            if name[:1].casefold() == start and abs(len(name) - len(label)) <= 3
        )
        return nearest(label, alike)


def _encoded(label: str, kind: str) -> bytes:
    try:
        return label.encode()
    except UnicodeEncodeError as error:
        raise InvalidQueryError(f"{kind} label {label!r} is not Unicode text") from error
