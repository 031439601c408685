"""A vocabulary with labels after those of another one, which is not copied."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, islice
from typing import overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from km_graph.errors import nearest
from km_graph.graph.vocabulary import Vocabulary

_COMPARED = 2000


class GrownVocabulary(Vocabulary):
    """The labels of a base, then the first few of a list that others may go on lengthening.

    New labels are in order of coming, not of code points. Made in no time; ``blob`` and
    ``offsets`` are joined when first asked for.

    Args:
        base: The vocabulary before.
        new: Labels that the base does not have; only ever appended to.
        ids: The id of every label of ``new``, at least; may hold some of the base.
        n_new: How many of ``new`` belong to this vocabulary.

    Example:
        >>> grown = GrownVocabulary(Vocabulary.of("ac"), ["b"], {"b": 2}, 1)
        >>> list(grown), grown.get("b")
        (['a', 'c', 'b'], 2)
    """

    def __init__(
        self, base: Vocabulary, new: Sequence[str], ids: Mapping[str, int], n_new: int
    ) -> None:
        self.base = base
        self.kind = base.kind
        self._new = new
        self._new_ids = ids
        self._n_base = len(base)
        self._n = self._n_base + n_new

    @cached_property
    def blob(self) -> memoryview:  # type: ignore[override]  # a plain attribute of others
        """The UTF-8 bytes of all labels."""
        return memoryview(b"".join((self.base.blob, *self._encoded)))

    @cached_property
    def offsets(self) -> NDArray[np.int64]:  # type: ignore[override]
        """Where each label starts and the last one ends."""
        lengths = np.array([len(label) for label in self._encoded], np.int64)
        return np.concatenate([self.base.offsets, self.base.offsets[-1] + np.cumsum(lengths)])

    def __len__(self) -> int:
        return self._n

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        if self._n_base <= index < self._n:
            return self._new[index - self._n_base]
        if 0 <= index < self._n:
            return self.base[index]
        message = f"no {self.kind} {index}: ids are 0 to {len(self) - 1}"
        raise IndexError(message)

    def __iter__(self) -> Iterator[str]:
        return chain(self.base, islice(self._new, self._n - self._n_base))

    def get(self, label: str) -> int | None:
        """The id of a label, or None where there is no such label."""
        found = self._new_ids.get(label)
        if found is None:
            return self.base.get(label)
        return found if found < self._n else None

    def ids(self, labels: Iterable[str]) -> NDArray[np.int32]:
        """The ids of many labels, ``(n,) int32``; raises as ``id`` does."""
        return np.fromiter(map(self.id, labels), np.int32)

    def labels(self, ids: ArrayLike) -> list[str]:
        """The labels of many ids."""
        return [self[i] for i in np.asarray(ids, np.int64).reshape(-1).tolist()]

    def near(self, label: str) -> tuple[str, ...]:
        """Up to three labels spelt nearly like this one."""
        start = label[:1].casefold()
        new = islice(self._new, self._n - self._n_base)
        alike = [name for name in new if name[:1].casefold() == start]
        return nearest(label, (*self.base.near(label), *alike[:_COMPARED]))

    @property
    def _encoded(self) -> list[bytes]:
        return [label.encode() for label in islice(self._new, self._n - self._n_base)]
