"""Rows that are there already."""

import json
from collections.abc import Iterable, Iterator
from hashlib import blake2b

from km_data.records import AnyExample


class Repeats:
    """Knows the rows it has seen by a digest of 16 bytes each."""

    def __init__(self) -> None:
        self._seen: set[bytes] = set()
        self.count = 0

    def left_out(self, examples: Iterable[AnyExample]) -> Iterator[AnyExample]:
        """The rows that are new; ids apart, a row is new if any of it is."""
        for example in examples:
            row = json.dumps(example.to_json() | {"id": ""})
            digest = blake2b(row.encode(), digest_size=16).digest()
            if digest in self._seen:
                self.count += 1
            else:
                self._seen.add(digest)
                yield example


def without_repeats(examples: Iterable[AnyExample]) -> Iterator[AnyExample]:
    """The rows that are new among these few; compares them whole."""
    seen: set[str] = set()
    for example in examples:
        row = str(example)[len(type(example).__name__) + len(repr(example.id)) :]
        if row not in seen:
            seen.add(row)
            yield example
