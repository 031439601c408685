"""A knowledge graph that changes, durably, under many readers and one writer at a time."""

from collections.abc import Iterable
from pathlib import Path
from threading import Thread
from typing import Self

from km_graph.errors import OutputError, StoreError
from km_graph.files import atomic_folder
from km_graph.formats.folder import verify, write_graph
from km_graph.graph import KnowledgeGraph
from km_graph.store import compaction
from km_graph.store.changes import Batch, LabelTriple, as_bytes
from km_graph.store.commit import Commit
from km_graph.store.current import Current
from km_graph.store.history import Change, changes_of
from km_graph.store.journal import Journal
from km_graph.store.layout import base_folder, is_graph_store
from km_graph.store.overlay import Overlay
from km_graph.store.snapshot import Snapshot


class GraphStore:
    """A graph to add triples to and remove them from; every version of it is a graph.

    A commit is acknowledged when it is on disk: it survives the end of the process and the loss
    of power, and is whole or not there at all. Any number of processes may have the store open;
    writers take turns. One object may serve many threads, but not the child of a fork.

    Args:
        path: The folder of the store.
        timeout: How many seconds to wait for another writer.
        compact_after: Begin to compact in the background when so many triples have come and gone
            since the last time; None leaves it to calls of ``compact``.

    Raises:
        StoreError: If it is not a store that can be opened.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> folder = TemporaryDirectory()
        >>> store = GraphStore.create(f"{folder.name}/facts")
        >>> store.add([("Paris", "capital_of", "France")])
        1
        >>> ("Paris", "capital_of", "France") in store.graph
        True
        >>> store.close()
        >>> folder.cleanup()
    """

    def __init__(
        self, path: str | Path, *, timeout: float = 30.0, compact_after: int | None = None
    ) -> None:
        self.path = Path(path)
        if not is_graph_store(self.path):
            raise StoreError(path, "is not a graph store", hint="km graph store create makes one")
        self._current = Current(self.path, timeout=timeout)
        self._compact_after = compact_after
        self._compacting: Thread | None = None

    @classmethod
    def create(
        cls, path: str | Path, graph: KnowledgeGraph | None = None, *, timeout: float = 30.0
    ) -> Self:
        """Make a store of a graph, or of none, and open it.

        Raises:
            OutputError: If it cannot be written, or something is there.
        """
        target = Path(path).absolute()
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise OutputError(path, "something of that name is there")
        start = graph if graph is not None else KnowledgeGraph.from_triples(())
        with atomic_folder(target) as folder:
            write_graph(start, base_folder(folder, 0))
            Journal.create(folder)
        return cls(path, timeout=timeout)

    def close(self) -> None:
        """Give the journal back; graphs that were taken from the store stay."""
        if self._compacting is not None:
            self._compacting.join()
        self._current.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"GraphStore({str(self.path)!r})"

    @property
    def version(self) -> int:
        """How many commits there have been, in any process."""
        with self._current.reading() as overlay:
            return overlay.version

    @property
    def base_version(self) -> int:
        """The version that was compacted last; commits after it are merged in memory."""
        with self._current.reading():
            return self._current.journal.base_version()

    @property
    def graph(self) -> Snapshot:
        """The graph as it is now; it stays so, while the store goes on."""
        return self.snapshot()

    def snapshot(self, version: int | None = None) -> Snapshot:
        """The graph of a version; None is the newest, which costs next to nothing.

        Raises:
            StoreError: If there is no such version.
        """
        with self._current.reading() as overlay:
            if version is None or overlay.base_version <= version <= overlay.version:
                return overlay.snapshot(version)
            if not 0 <= version <= overlay.version:
                raise StoreError(
                    self.path, f"has no version {version}, they are 0 to {overlay.version}"
                )
            journal = self._current.journal
            undone = [*journal.since(version, until=overlay.base_version)][::-1]
            before = Overlay(overlay.base, version - len(undone))
            for commit in undone:
                before.take(commit.changes.inverted())
            return before.snapshot()

    def apply(
        self, batch: Batch, *, key: str | None = None, expected_version: int | None = None
    ) -> int:
        """Make the removals and then the additions of a batch, in one commit.

        Adding what is there and removing what is not does nothing; a batch without a key that
        does nothing makes no commit.

        Args:
            batch: The triples, in labels.
            key: A name of the batch. If one of that name was made before, nothing happens.
            expected_version: Make it only if the store is at this version.

        Returns:
            The version there is then; for a key seen before, the one that its batch made.

        Raises:
            InvalidQueryError: If the batch has something that is not a triple of labels.
            StoreConflictError: If the store is at another version.
            StoreError: If it cannot be written; then nothing was acknowledged.
        """
        batch = Batch(list(batch.add), list(batch.remove))  # nobody waits while they are made
        version = self._current.write(batch, key, expected_version)
        if self._compact_after is not None:
            self._compact_if_due(self._compact_after)
        return version

    def add(
        self,
        triples: Iterable[LabelTriple],
        *,
        key: str | None = None,
        expected_version: int | None = None,
    ) -> int:
        """Add triples in one commit, as ``apply`` does."""
        return self.apply(Batch(add=triples), key=key, expected_version=expected_version)

    def remove(
        self,
        triples: Iterable[LabelTriple],
        *,
        key: str | None = None,
        expected_version: int | None = None,
    ) -> int:
        """Remove triples in one commit, as ``apply`` does."""
        return self.apply(Batch(remove=triples), key=key, expected_version=expected_version)

    def history(self, triple: LabelTriple) -> list[Change]:
        """When a triple came and went, oldest first; version 0 is the graph of the beginning.

        Every commit is searched: it takes about a second for a gigabyte of journal.
        """
        with self._current.reading() as overlay:
            journal = self._current.journal
            is_there = tuple(triple) in overlay.snapshot()
            commits = journal.mentioning(as_bytes(triple))
            return [*changes_of(triple, commits, journal.created(), is_there=is_there)]

    def commits(self, since: int = 0) -> list[Commit]:
        """All commits after a version, oldest first, with what they changed."""
        with self._current.reading():
            return [*self._current.journal.since(since)]

    def compact(self) -> int:
        """Fold all commits up to now into a new base; returns its version.

        Readers and writers go on meanwhile, and no version is lost.

        Raises:
            StoreError: If the store is being compacted already.
            OutputError: If the new base cannot be written; the old one stays.
        """
        return compaction.compact(self._current)

    def compact_in_background(self) -> Thread:
        """A thread that compacts; an error is logged, and leaves the store as it was."""
        self._compacting = compaction.compact_in_background(self._current)
        return self._compacting

    def verify(self) -> int:
        """Check every byte of the journal and of the base; returns the newest version.

        Raises:
            StoreError: Saying what is wrong with the journal.
            GraphFormatError: Saying what is wrong with the base.
        """
        with self._current.reading() as overlay:
            journal = self._current.journal
            if problems := journal.problems():
                raise StoreError(self.path, f"its journal is damaged: {problems[0]}")
            for _ in journal.since(0):
                pass
            verify(base_folder(self.path, journal.base_version()))
            return overlay.version

    def _compact_if_due(self, after: int) -> None:
        if self._compacting and self._compacting.is_alive():
            return
        with self._current.reading() as overlay:
            due = overlay.n_edits >= after
        if due:
            self.compact_in_background()


def open_store(path: str | Path, *, timeout: float = 30.0) -> GraphStore:
    """The graph store that lies there; see ``GraphStore``.

    Raises:
        StoreError: If it is not a store that can be opened.
    """
    return GraphStore(path, timeout=timeout)
