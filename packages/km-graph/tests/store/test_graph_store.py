"""What ``GraphStore`` does beyond the contract of stores."""

import os
import shutil
import sqlite3
import subprocess
import sys

import pytest

from km_graph.errors import GraphFormatError, OutputError, StoreError
from km_graph.graph import KnowledgeGraph
from km_graph.store import GraphStore, is_graph_store, open_store
from km_graph.store import sqlite as store_sqlite
from km_graph.store.layout import JOURNAL
from km_graph.testing import StoreContract

ONE = ("a", "r", "b")
TWO = ("b", "r", "c")


class TestGraphStore(StoreContract):
    store_type = GraphStore


@pytest.fixture
def store(tmp_path):
    with GraphStore.create(tmp_path / "store", KnowledgeGraph.from_triples([ONE])) as store:
        yield store


def names(store):
    return sorted(path.name for path in store.path.iterdir() if path.name.startswith("base"))


def test_knows_a_store_when_it_sees_one(store, tmp_path):
    assert is_graph_store(store.path)
    assert not is_graph_store(tmp_path)


def test_refuses_a_folder_that_is_no_store(tmp_path):
    with pytest.raises(StoreError, match="is not a graph store"):
        open_store(tmp_path)


def test_refuses_to_make_one_where_something_is(store):
    with pytest.raises(OutputError, match="something of that name"):
        GraphStore.create(store.path)


def test_a_snapshot_made_twice_is_one(store):
    assert store.graph is store.graph
    store.add([TWO])
    assert store.graph is store.snapshot(1)


def test_old_bases_go_when_compacted(store):
    store.add([TWO])
    assert ["base-0"] == names(store)
    store.compact()
    assert ["base-1"] == names(store)
    assert 1 == store.compact()
    assert ["base-1"] == names(store)


def test_graphs_outlive_their_base_and_their_store(store):
    graph = store.graph
    store.add([TWO])
    store.compact()
    store.close()
    assert [ONE] == list(graph.triples())


def test_what_a_killed_compaction_left_is_cleaned_away(store):
    shutil.copytree(store.path / "base-0", store.path / "base-7")
    (store.path / ".base-3.1.partial").mkdir()
    store.add([TWO])
    store.compact()
    assert ["base-1"] == names(store)
    assert not list(store.path.glob(".base*"))


def test_only_one_compacts_at_a_time(store):
    from km_graph.store.compaction import _only_one

    store.add([TWO])
    with _only_one(store.path), pytest.raises(StoreError, match="is being compacted already"):
        store.compact()
    assert 1 == store.compact()


def test_compacts_in_the_background_when_due(store):
    with GraphStore(store.path, compact_after=3) as other:
        other.add([TWO])
        assert other._compacting is None
        other.add([("c", "r", "d"), ("d", "r", "e")])
        other._compacting.join()
        assert 2 == other.base_version
        other.add([("e", "r", "f")])
        assert 2 == other.base_version
    assert 4 + 1 == len(store.graph)


def test_a_failed_compaction_in_the_background_is_logged(store, caplog):
    from km_graph.store.compaction import _only_one

    store.add([TWO])
    with _only_one(store.path):
        store.compact_in_background().join()
    assert "is being compacted already" in caplog.text
    assert 0 == store.base_version


def test_a_reader_stays_while_others_compact(store):
    other = GraphStore(store.path)
    for i in range(4):
        other.add([(str(i), "r", "b")])
        other.compact()
        assert other.graph == store.graph
        assert other.snapshot(0) == store.snapshot(0)
    other.close()


def test_commits_are_listed(store):
    store.add([TWO], key="one")
    store.remove([ONE])
    listed = [(c.version, c.key, c.changes.added, c.changes.removed) for c in store.commits()]
    assert [(1, "one", [TWO], []), (2, None, [], [ONE])] == listed
    assert [2] == [c.version for c in store.commits(since=1)]


def test_waits_no_longer_than_it_was_told(store):
    with GraphStore(store.path, timeout=0.01) as other:
        other.add([TWO])
        with store._current.journal.writing():
            with pytest.raises(StoreError, match="another process keeps writing to it"):
                other.add([("c", "r", "d")])
            with pytest.raises(StoreError, match="another process keeps writing to it"):
                other.add([("c", "r", "d")], key="x")
            assert TWO in other.graph
        other.add([("c", "r", "d")])
    assert 3 == len(store.graph)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_is_not_to_be_used_after_a_fork(store):
    script = f"""
import os, sys
from km_graph.errors import StoreError
from km_graph.store import GraphStore
store = GraphStore({str(store.path)!r})
if os.fork():
    sys.exit(os.waitstatus_to_exitcode(os.wait()[1]))
try:
    store.graph
except StoreError as error:
    os._exit(7 if "opened by another process" in str(error) else 1)
os._exit(1)
"""
    assert 7 == subprocess.run([sys.executable, "-c", script], check=False).returncode


def test_refuses_an_sqlite_that_corrupts_journals(store, monkeypatch):
    monkeypatch.setattr(store_sqlite.apsw, "sqlite_lib_version", lambda: "3.40.1")
    with pytest.raises(StoreError, match=r"SQLite 3\.40\.1 can corrupt a journal"):
        GraphStore(store.path)


@pytest.mark.parametrize(
    ("version", "has"),
    [
        ("3.6.23", False),
        ("3.7.0", True),
        ("3.44.5", True),
        ("3.44.6", False),
        ("3.50.6", True),
        ("3.50.7", False),
        ("3.51.2", True),
        ("3.51.3", False),
        ("3.54.1", False),
    ],
)
def test_knows_the_versions_with_the_wal_reset_bug(version, has):
    assert has == store_sqlite.has_wal_reset_bug(version)


def test_says_when_the_base_is_gone(store):
    shutil.rmtree(store.path / "base-0")
    with pytest.raises(GraphFormatError, match="base-0"):
        GraphStore(store.path)


def test_verify_looks_at_the_base(store):
    file = next((store.path / "base-0").glob("*.safetensors"))
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(data)
    with pytest.raises(GraphFormatError):
        store.verify()


def closed(store):
    store.add([TWO])
    store.add([("c", "r", "d")])
    store.close()
    return sqlite3.connect(store.path / JOURNAL)


@pytest.mark.parametrize(
    "change",
    [
        "changes = CAST(replace(changes, '\"c\"', '\"x\"') AS BLOB)",
        "changes = CAST('' AS BLOB)",
        "changes = (SELECT changes FROM commits WHERE version = 1)",
        "time = time + 1",
        "key = 'x'",
    ],
)
def test_a_changed_commit_is_named(store, change):
    with closed(store) as database:
        database.execute(f"UPDATE commits SET {change} WHERE version = 2")
    database.close()
    with pytest.raises(StoreError, match="commit 2 has another checksum than was written"):
        _ = GraphStore(store.path).graph


def test_a_key_that_is_no_text_is_damage(store):
    with closed(store) as database:
        database.execute("UPDATE commits SET key = CAST(x'a6' AS TEXT) WHERE version = 2")
    database.close()
    with pytest.raises(StoreError, match="its journal is damaged"):
        _ = GraphStore(store.path).graph


def test_a_missing_commit_is_named(store):
    with closed(store) as database:
        database.execute("DELETE FROM commits WHERE version = 1")
    database.close()
    with pytest.raises(StoreError, match="commit 1 is missing"):
        _ = GraphStore(store.path).graph


@pytest.mark.parametrize("setting", ["application_id", "user_version"])
def test_a_journal_of_another_kind_is_refused(store, setting):
    with closed(store) as database:
        database.execute(f"PRAGMA {setting}=99")
    database.close()
    with pytest.raises(StoreError, match="journal"):
        GraphStore(store.path)


def test_a_file_that_is_no_database_is_refused(store):
    store.close()
    (store.path / JOURNAL).write_bytes(b"not a database, but long enough to be taken for one" * 99)
    with pytest.raises(StoreError, match="its journal is damaged"):
        GraphStore(store.path)


def test_history_finds_labels_that_json_escapes(store):
    odd = ('"\\\n', "\t\u2028", "'é😀")
    store.add([odd])
    assert [1] == [change.version for change in store.history(odd)]


def test_importing_the_store_imports_neither_numpy_nor_sqlite():
    script = "import sys, km_graph.store; sys.exit('numpy' in sys.modules or 'apsw' in sys.modules)"
    assert 0 == subprocess.run([sys.executable, "-c", script], check=False).returncode
