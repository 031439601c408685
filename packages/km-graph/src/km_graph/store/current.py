"""A store as one process knows it: its journal, and all that the journal says in memory."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

from km_graph.errors import GraphFormatError, StoreConflictError, StoreError
from km_graph.formats.folder import read_graph
from km_graph.store.changes import Batch
from km_graph.store.journal import Journal
from km_graph.store.layout import base_folder
from km_graph.store.overlay import Overlay

# How many forks lie between the first process and this one; asking for its number is slower.
_forks = 0


def _forked() -> None:
    global _forks  # noqa: PLW0603  # the hook can reach nothing else
    _forks += 1


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forked)


class Current:
    """The newest version of a store, for the threads of one process.

    Args:
        path: The folder of the store.
        timeout: How many seconds to wait for another writer.

    Raises:
        StoreError: If it cannot be opened.
    """

    def __init__(self, path: Path, *, timeout: float) -> None:
        self.path = path
        self.journal = Journal(path, timeout=timeout)
        self._forks = _forks
        self._lock = RLock()
        try:
            self._overlay = self._opened()
        except BaseException:
            self.journal.close()
            raise

    @contextmanager
    def reading(self) -> Iterator[Overlay]:
        """The commits up to now; no other thread is in such a context."""
        with self._lock:
            self._check_process()
            yield self._caught_up()

    def write(self, batch: Batch, key: str | None, expected_version: int | None) -> int:
        """What ``GraphStore.apply`` does."""
        with self._lock:
            self._check_process()
            made = self._write_at_once(batch, expected_version) if key is None else None
            return made if made is not None else self._write_in_turn(batch, key, expected_version)

    def _write_at_once(self, batch: Batch, expected_version: int | None) -> int | None:
        """Bet that no other process has written, and that there is something to write.

        A lost bet is noticed: the version that the commit would make is there already. Returns
        the version made, or None where the bet is lost.
        """
        overlay, journal = self._overlay, self.journal
        version = overlay.version + 1
        changes = overlay.effective(batch)
        if not (changes.added or changes.removed) or expected_version not in (None, version - 1):
            return None
        # Should we be interrupted before the overlay has it, the journal is read again.
        seen = journal.forget()
        if not journal.append(version, None, changes):
            return None
        overlay.take(changes)
        journal.remember(seen)
        return version

    def _write_in_turn(self, batch: Batch, key: str | None, expected_version: int | None) -> int:
        with self.journal.writing():
            overlay = self._caught_up()
            if key is not None and (made := self.journal.version_of(key)) is not None:
                return made
            if expected_version is not None and expected_version != overlay.version:
                raise StoreConflictError(self.path, expected_version, overlay.version)
            changes = overlay.effective(batch)
            if not changes and key is None:
                return overlay.version
            version = overlay.version + 1
            seen = self.journal.forget()
            self.journal.append(version, key, changes)
        overlay.take(changes)
        self.journal.remember(seen)
        return version

    def move_base(self, version: int) -> None:
        """Stand on the graph folder of a later version, in all processes."""
        with self._lock, self.journal.writing():
            self.journal.forget()
            self.journal.move_base(version)

    def close(self) -> None:
        """Give the journal back."""
        with self._lock:
            self.journal.close()

    def _check_process(self) -> None:
        if self._forks != _forks:  # locks of SQLite do not survive a fork
            raise StoreError(
                self.path, "was opened by another process", hint="open it in this one after forking"
            )

    def _caught_up(self) -> Overlay:
        overlay = self._overlay
        if self.journal.changed():
            if self.journal.base_version() > overlay.base_version:
                overlay = self._opened()
            for commit in self.journal.since(overlay.version):
                overlay.take(commit.changes)
            self._overlay = overlay
        return overlay

    def _opened(self) -> Overlay:
        while True:
            version = self.journal.base_version()
            try:
                base = read_graph(base_folder(self.path, version))
            except GraphFormatError:
                if self.journal.base_version() == version:
                    raise  # else it went because another process has compacted: there is a new one
            else:
                return Overlay(base, version)
