"""A row of the journal."""

import zlib
from typing import NamedTuple

from km_graph.store.changes import Changes


class Commit(NamedTuple):
    """One commit as the journal has it.

    Attributes:
        version: The version it made.
        key: The key of the batch, if it had one.
        time: When, in seconds since 1970.
        changes: What came and went.
    """

    version: int
    key: str | None
    time: float
    changes: Changes


def checksum_seed(version: int, key: str | None, when: float) -> int:
    """What the checksum of the changes begins with, so that it covers all of the row."""
    return zlib.crc32(f"{version} {when!r} {key}".encode())
