"""SQLite as a journal wants it: safe against crashes, and its errors in a sentence."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from km_graph.errors import MissingDependencyError, StoreError

try:
    import apsw
except ImportError as error:
    raise MissingDependencyError("a graph store", "km-graph[store]") from error

__all__ = ["apsw", "connect", "has_wal_reset_bug", "said", "sentences"]

# https://sqlite.org/wal.html#walresetbug: two connections could lose a commit between them.
_BUG_SINCE = (3, 7, 0)
_BUG_UNTIL = (3, 51, 3)
_MENDED = ((3, 44, 6), (3, 50, 7))  # and later ones of the same minor version

# A commit writes a page or two, and most are of a few triples.
_PAGE = 1024
_SETTINGS = (
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "journal_mode=WAL",
    "synchronous=FULL",  # syncs the log at every commit, so that it survives the loss of power
)

_NOT_MADE = "nothing was acknowledged"
_SENTENCES: tuple[tuple[type[apsw.Error], str, str | None], ...] = (
    (apsw.BusyError, "another process keeps writing to it", "try again, or wait longer: timeout"),
    (apsw.FullError, f"the disk is full, {_NOT_MADE}", "make room and do it again"),
    (apsw.IOError, f"reading or writing failed, {_NOT_MADE}", "check the disk and do it again"),
    (apsw.CorruptError, "its journal is damaged", "restore it from a copy"),
    (apsw.NotADBError, "its journal is damaged: it is not SQLite", "restore it from a copy"),
    (apsw.CantOpenError, "its journal cannot be opened", "check that it is there and yours"),
    (apsw.ReadOnlyError, "it may not be written here", "check whose it is"),
    (apsw.PermissionsError, "it may not be written here", "check whose it is"),
    (apsw.TooBigError, "the batch is too large for one commit", "make several of it"),
)


def has_wal_reset_bug(version: str) -> bool:
    """Whether this SQLite can corrupt a journal that two connections write to.

    Example:
        >>> [has_wal_reset_bug(version) for version in ("3.40.1", "3.50.7", "3.54.1")]
        [True, False, False]
    """
    found = tuple(int(part) for part in version.split(".")[:3])
    if any(mended[:2] == found[:2] and mended <= found for mended in _MENDED):
        return False
    return _BUG_SINCE <= found < _BUG_UNTIL


@contextmanager
def sentences(path: Path) -> Iterator[None]:
    """A context whose SQLite errors are a StoreError about ``path``."""
    try:
        yield
    except apsw.Error as error:
        raise said(path, error) from error


def said(path: Path, error: apsw.Error) -> StoreError:
    """An error of SQLite's in a sentence about ``path``."""
    reason = " ".join(str(error).split())  # it may quote lines of SQL
    for kind, sentence, hint in _SENTENCES:
        if isinstance(error, kind):
            return StoreError(path, f"{sentence} ({reason})", hint=hint)
    return StoreError(path, f"SQLite refuses: {reason}", hint="km graph store verify looks closer")


def connect(path: Path, *, create: bool = False, timeout: float = 30.0) -> apsw.Connection:
    """A connection whose commits are on disk when they return.

    Args:
        path: The database.
        create: Whether to make it.
        timeout: How many seconds to wait for another writer.

    Raises:
        StoreError: If it cannot be opened, or this SQLite is one that can corrupt it.
    """
    version = apsw.sqlite_lib_version()
    if has_wal_reset_bug(version):
        raise StoreError(
            path.parent,
            f"SQLite {version} can corrupt a journal that two processes write to",
            hint="pip install 'apsw>=3.54', whose own SQLite is sound",
        )
    flags = apsw.SQLITE_OPEN_READWRITE | (apsw.SQLITE_OPEN_CREATE if create else 0)
    connection = apsw.Connection(str(path), flags=flags)
    connection.set_busy_timeout(int(timeout * 1000))
    if create:
        connection.execute(f"PRAGMA page_size={_PAGE}")
    # Each on its own: apsw stops at the first row, and what follows it is not run.
    for setting in _SETTINGS:
        connection.execute(f"PRAGMA {setting}").fetchall()
    return connection
