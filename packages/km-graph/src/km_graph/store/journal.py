"""The journal of a graph store: one row of SQLite for each commit.

A commit is one row, so that it is whole or not there, costs one sync of the disk, and a batch of
any size is written in one piece.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from km_graph.errors import StoreError
from km_graph.store.changes import Changes
from km_graph.store.commit import Commit, checksum_seed
from km_graph.store.layout import JOURNAL
from km_graph.store.sqlite import apsw, connect, said, sentences

SCHEMA = 1
_APPLICATION = 0x6B6D6773  # "kmgs"

_TABLES = f"""
PRAGMA application_id={_APPLICATION};
PRAGMA user_version={SCHEMA};
CREATE TABLE commits(
    version INTEGER PRIMARY KEY, key TEXT, time REAL NOT NULL, changes BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX commits_by_key ON commits(key) WHERE key IS NOT NULL;
CREATE TABLE base(version INTEGER NOT NULL, created REAL NOT NULL) STRICT;
"""
_APPEND = "INSERT INTO commits VALUES(?, ?, ?, ?)"
_COMMITS = "SELECT version, key, time, changes FROM commits WHERE version > ?"


class Journal:
    """The journal in the folder of a store.

    Args:
        store: The folder.
        timeout: How many seconds to wait for another writer.

    Raises:
        StoreError: If it cannot be opened or is not the journal of a store.
    """

    def __init__(self, store: Path, *, timeout: float = 30.0) -> None:
        self.store = store
        self._seen: int | None = None
        with sentences(store):
            self._connection = connect(store / JOURNAL, timeout=timeout)
            self._check_schema()
            self._append = self._connection.cursor().execute

    @classmethod
    def create(cls, store: Path) -> None:
        """Make an empty journal.

        Raises:
            StoreError: If it cannot be written.
        """
        with sentences(store):
            connection = connect(store / JOURNAL, create=True)
            with connection:
                connection.execute(_TABLES)
                connection.execute("INSERT INTO base VALUES(0, ?)", (time.time(),))
            connection.close()

    def close(self) -> None:
        """Give the file back."""
        self._connection.close()

    def changed(self) -> bool:
        """Whether another connection has committed since this was asked last."""
        now = self._one("PRAGMA data_version")
        before, self._seen = self._seen, now
        return bool(now != before)

    def forget(self) -> int | None:
        """Let ``changed`` say yes next time; returns what ``remember`` takes."""
        seen, self._seen = self._seen, None
        return seen

    def remember(self, seen: int | None) -> None:
        """Take ``forget`` back: the commits of this connection are known."""
        self._seen = seen

    def base_version(self) -> int:
        """The version whose graph lies in a folder of its own."""
        return int(self._state("version"))

    def created(self) -> float:
        """When the store was made, in seconds since 1970."""
        return float(self._state("created"))

    def version_of(self, key: str) -> int | None:
        """The version that the batch of a key made, or None."""
        found = self._one("SELECT version FROM commits WHERE key = ?", (key,))
        return None if found is None else int(found)

    def since(self, version: int, until: int | None = None) -> Iterator[Commit]:
        """The commits after a version, oldest first.

        Raises:
            StoreError: If one is missing or damaged.
        """
        for row in self._rows(f"{_COMMITS} ORDER BY version", (version,)):
            version += 1
            if row[0] != version:
                raise StoreError(self.store, f"commit {version} is missing from its journal")
            if until is not None and version > until:
                return
            yield self._commit(row)

    def mentioning(self, data: bytes) -> Iterator[Commit]:
        """The commits that have these bytes in their changes, oldest first."""
        rows = self._rows(f"{_COMMITS} AND instr(changes, ?) ORDER BY version", (0, data))
        return map(self._commit, rows)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction that no other writer is in; it is on disk when the context is left.

        Raises:
            StoreError: If it cannot begin or end; then nothing was written.
        """
        execute = self._connection.execute
        try:
            execute("BEGIN IMMEDIATE")
            yield
            execute("COMMIT")
        except apsw.Error as error:
            self._roll_back()
            raise said(self.store, error) from error
        except BaseException:
            self._roll_back()
            raise

    def append(self, version: int, key: str | None, changes: Changes) -> bool:
        """Write a commit; outside ``writing`` it is on disk on return. False if it is there.

        Raises:
            InvalidQueryError: If a label is not Unicode text.
            StoreError: If it cannot be written.
        """
        now = time.time()
        data = changes.to_bytes(checksum_seed(version, key, now))
        try:
            self._append(_APPEND, (version, key, now, data))
        except apsw.ConstraintError:
            return False
        except apsw.Error as error:
            raise said(self.store, error) from error
        return True

    def move_base(self, version: int) -> None:
        """Let later openers start from the graph folder of another version."""
        self._connection.execute("UPDATE base SET version = ?", (version,))

    def problems(self) -> list[str]:
        """What SQLite finds wrong in its file."""
        found = (row[0].splitlines() for row in self._rows("PRAGMA integrity_check"))
        return [line for lines in found for line in lines if line != "ok" and line[:3] != "***"]

    def _roll_back(self) -> None:
        self.forget()
        if self._connection.in_transaction:
            with suppress(apsw.Error):  # the error that brought us here is the one to report
                self._connection.execute("ROLLBACK")

    def _check_schema(self) -> None:
        if self._one("PRAGMA application_id") != _APPLICATION:
            raise StoreError(self.store, f"{JOURNAL} is not the journal of a graph store")
        found = self._one("PRAGMA user_version")
        if found != SCHEMA:
            raise StoreError(
                self.store,
                f"expected a journal of schema {SCHEMA}, found {found}",
                hint="use the km-graph that wrote it, or a newer one",
            )

    def _commit(self, row: tuple[Any, ...]) -> Commit:
        version, key, when, data = row
        try:
            return Commit(
                version, key, when, Changes.from_bytes(data, checksum_seed(version, key, when))
            )
        except (ValueError, TypeError) as error:
            raise StoreError(
                self.store, f"commit {version} {error}: its journal is damaged", hint="restore it"
            ) from error

    def _state(self, column: str) -> Any:
        found = self._one(f"SELECT {column} FROM base")
        if found is None:
            raise StoreError(self.store, "its journal is damaged: no base", hint="restore it")
        return found

    def _rows(self, query: str, values: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
        try:
            yield from self._connection.execute(query, values)
        except apsw.Error as error:
            raise said(self.store, error) from error
        except UnicodeDecodeError as error:  # the key of a commit
            raise StoreError(self.store, "its journal is damaged", hint="restore it") from error

    def _one(self, query: str, values: tuple[Any, ...] = ()) -> Any:
        with sentences(self.store):
            row = self._connection.execute(query, values).fetchone()
            return None if row is None else row[0]
