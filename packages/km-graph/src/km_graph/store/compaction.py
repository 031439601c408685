"""Folding commits into a new base while readers and writers go on."""

import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from km_graph.errors import KmError, StoreError
from km_graph.formats.folder import write_graph
from km_graph.store.current import Current
from km_graph.store.layout import COMPACTION_LOCK, base_folder, other_bases
from km_graph.store.sqlite import apsw, sentences

logger = logging.getLogger(__name__)


def compact(current: Current) -> int:
    """Write the graph as it is now as the new base; returns its version.

    Only the switch at the end keeps writers waiting, for one small commit. What readers have
    mapped of the old base stays theirs.

    Raises:
        StoreError: If another compaction of the store is at work.
        OutputError: If the new base cannot be written; the old one stays.
    """
    with _only_one(current.path):
        with current.reading() as overlay:
            graph, standing = overlay.snapshot(), current.journal.base_version()
        if graph.version > standing:
            write_graph(graph, base_folder(current.path, graph.version))
            current.move_base(graph.version)
        for folder in other_bases(current.path, graph.version):
            shutil.rmtree(folder, ignore_errors=True)  # next time, where it is still in use
    return graph.version


def compact_in_background(current: Current) -> Thread:
    """A thread that has begun to compact; an error of it is logged, and the old base stays."""

    def run() -> None:
        try:
            compact(current)
        except KmError as error:
            logger.warning("compaction failed: %s", error)

    thread = Thread(target=run, name=f"compaction of {current.path}")
    thread.start()
    return thread


@contextmanager
def _only_one(store: Path) -> Iterator[None]:
    # A lock of SQLite's: it works everywhere, and goes with the process however that ends.
    with sentences(store):
        lock = apsw.Connection(str(store / COMPACTION_LOCK))
    try:
        with sentences(store):
            _take(lock, store)
        yield
    finally:
        lock.close()


def _take(lock: apsw.Connection, store: Path) -> None:
    try:
        lock.execute("BEGIN IMMEDIATE")
    except apsw.BusyError as error:
        raise StoreError(store, "is being compacted already", hint="wait for it") from error
