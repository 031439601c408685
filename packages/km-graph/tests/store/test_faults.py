"""Full and failing disks, files cut short and bytes changed."""

import shutil
from functools import partial
from itertools import count

import apsw
import pytest

from km_graph.errors import KmError, StoreError
from km_graph.graph import KnowledgeGraph
from km_graph.store import Batch, GraphStore
from km_graph.store.journal import Journal
from km_graph.store.layout import JOURNAL

START = ("a", "r", "b")


def fact(i):
    return (f"entity {i}", "r", "b")


@pytest.fixture
def store(disk, tmp_path):
    with GraphStore.create(tmp_path / "store", KnowledgeGraph.from_triples([START])) as store:
        store.add([("first", "r", "b")])  # the log has its header now
        yield store
        disk.reset()


def test_a_commit_costs_one_sync(disk, store):
    disk.reset()
    for i in range(200):
        store.add([fact(i)])
    assert 200 == disk.syncs


def test_a_large_batch_costs_one_sync(disk, store):
    disk.reset()
    store.apply(Batch([fact(i) for i in range(2000)], [START]), key="large")
    assert 1 == disk.syncs


def test_reading_costs_none(disk, store):
    disk.reset()
    other = GraphStore(store.path)
    assert 2 == len(other.graph) == len(store.graph)
    assert [] == store.history(fact(1))
    assert (0, 0) == (disk.writes, disk.syncs)
    other.close()


def failure(change):
    """What a change says when it fails, or None."""
    try:
        change()
    except KmError as error:
        return str(error)
    return None


@pytest.mark.parametrize("error", [apsw.IOError, apsw.FullError])
@pytest.mark.parametrize("key", [None, "key"])
def test_a_failing_disk_loses_nothing_that_was_acknowledged(disk, store, error, key):
    disk.error = error
    for fail_at in count(1):
        batch = [(f"{fail_at} {i}", "r", "b") for i in range(99)]
        before = store.version
        disk.reset(fail_at)
        said = failure(partial(store.add, batch, key=key and f"{key} {fail_at}"))
        disk.reset()
        if said is None:
            break
        assert "nothing was acknowledged" in said
        assert 1 == len(said.splitlines())
        assert (before, 2) == (store.version, len(store.graph))
        copied = copy(store, f"copy {fail_at}")
        assert len(copied.graph) == {before: 2, before + 1: 2 + 99}[copied.version]
        copied.close()
        assert before + 1 == store.add([fact(fail_at)])  # the next one is not hindered
        store.remove([fact(fail_at)])
    assert fail_at > 10
    store.verify()


def copy(store, name):
    folder = store.path.with_name(name)
    shutil.copytree(store.path, folder, ignore=shutil.ignore_patterns("*-shm"))
    return GraphStore(folder)


def test_a_disk_that_fails_while_compacting_leaves_the_old_base(disk, store):
    disk.reset(1)
    with pytest.raises(StoreError):
        store.compact()
    disk.reset()
    assert (0, 1) == (store.base_version, store.version)
    assert 1 == store.compact()
    assert 2 == len(store.graph)


@pytest.fixture
def log(tmp_path):
    """A journal that was never closed, and how long its log was after each of five commits."""
    with GraphStore.create(tmp_path / "store") as store:
        journal = tmp_path / "store" / JOURNAL
        wal = journal.with_name(f"{JOURNAL}-wal")
        lengths = []
        for i in range(5):
            store.add([fact(i), *(fact(f"{i} {j}") for j in range(20 * (i % 2)))])
            lengths.append(wal.stat().st_size)
        yield journal.read_bytes(), wal.read_bytes(), lengths


def found(folder, database, wal):
    """The commits in a journal of these bytes."""
    folder.mkdir(exist_ok=True)
    (folder / JOURNAL).write_bytes(database)
    (folder / f"{JOURNAL}-wal").write_bytes(wal)
    (folder / f"{JOURNAL}-shm").unlink(missing_ok=True)
    journal = Journal(folder)
    # Closing would fold the log into the database, which takes time.
    journal._connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
    commits = list(journal.since(0))
    journal.close()
    return commits


def truncated(folder, log, cuts):
    database, wal, lengths = log
    whole = found(folder, database, wal)
    assert 5 == len(whole)
    for cut in cuts:
        n = sum(length <= cut for length in lengths)
        assert whole[:n] == found(folder, database, wal[:cut]), cut


def test_a_log_cut_short_at_any_byte_of_its_tail_has_all_commits_before(log, tmp_path):
    lengths = log[2]
    truncated(tmp_path / "cut", log, range(lengths[3] - 10, lengths[4] + 1))


@pytest.mark.slow
def test_a_log_cut_short_at_any_byte_has_all_commits_before(log, tmp_path):
    truncated(tmp_path / "cut", log, range(log[2][4] + 1))


def flipped(folder, log, places):
    database, wal, lengths = log
    whole = found(folder, database, wal)
    for at in places:
        damaged = bytearray(wal)
        damaged[at] ^= 1 << at % 8
        n = sum(length <= at for length in lengths)
        assert whole[:n] == found(folder, database, bytes(damaged)), at


def test_a_changed_byte_in_the_tail_of_the_log_ends_it_there(log, tmp_path):
    lengths = log[2]
    flipped(tmp_path / "flip", log, range(lengths[3], lengths[4], 5))


@pytest.mark.slow
def test_a_changed_byte_in_the_log_ends_it_there(log, tmp_path):
    flipped(tmp_path / "flip", log, range(32, log[2][4]))


def damaged(tmp_path, step):
    """Change single bytes of a journal: what is found must be all, or an error."""
    with GraphStore.create(tmp_path / "store", KnowledgeGraph.from_triples([START])) as store:
        for i in range(60):
            store.add([fact(i)], key=f"key {i}" if i % 3 else None)
        expected = store.commits()
    journal = tmp_path / "store" / JOURNAL
    whole = journal.read_bytes()
    named = 0
    for at in range(0, len(whole), step):
        journal.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << at % 8]) + whole[at + 1 :])
        said = failure(partial(same, tmp_path / "store", expected))
        if said is not None:
            assert 1 == len(said.splitlines())
            named += 1
    assert named > len(whole) // step // 4


def same(path, expected):
    """Check that a store is as expected, if it opens."""
    with GraphStore(path) as store:
        store.verify()
        assert expected == store.commits()
        assert 0 == store.base_version
        assert all(key == expected[version - 1].key for version, key in keys(store, expected))


def keys(store, expected):
    journal = store._current.journal
    return [(journal.version_of(c.key), c.key) for c in expected if c.key is not None]


def test_a_changed_byte_in_the_journal_is_named(tmp_path):
    damaged(tmp_path, 61)


@pytest.mark.slow
def test_any_changed_byte_in_the_journal_is_named(tmp_path):
    damaged(tmp_path, 5)
