"""Writers that are killed: what they acknowledged is there, and nothing is there in part."""

import importlib.util
import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from km_graph.graph import KnowledgeGraph
from km_graph.store import GraphStore

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")

SCRIPT = Path(__file__).with_name("writers.py")
START = ("start", "part", "0")


def batch_of(run, number):
    spec = importlib.util.spec_from_file_location("writers", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.batch_of(run, number)


class Writers:
    """Writers of one store, one at a time, and what is known of the store."""

    def __init__(self, path):
        self.path = path
        with GraphStore.create(path, KnowledgeGraph.from_triples([START])):
            pass
        self.process = subprocess.Popen(
            [sys.executable, str(SCRIPT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.watcher = GraphStore(path)
        self.runs = self.version = self.kills = self.acknowledged = 0
        self.triples = {START}

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()
        self.watcher.close()

    def run(self, what, *, acks=None, die_at=0):
        """Let a writer run; kill it after some acks. Returns its exit code."""
        self.runs += 1
        task = {"store": str(self.path), "run": self.runs, "what": what, "die_at": die_at}
        self.process.stdin.write(json.dumps(task) + "\n")
        self.process.stdin.flush()
        seen, pid, ended = [], None, None
        while ended is None:
            word, *numbers = self.process.stdout.readline().split()
            if word == "began":
                pid = int(numbers[0])
            elif word == "ack":
                seen.append(tuple(map(int, numbers)))
            else:
                ended = int(numbers[0])
            if ended is None and pid and acks is not None and len(seen) >= acks:
                os.kill(pid, signal.SIGKILL)
                acks = None
        self.kills += ended == -signal.SIGKILL
        self.check(seen)
        return ended

    def check(self, seen):
        """All acknowledged commits are there, each whole, and at most one more."""
        with GraphStore(self.path) as store:
            commits = store.commits(since=self.version)
            graph = store.graph
            assert len(seen) <= len(commits) <= len(seen) + 1
            for number, commit in enumerate(commits):
                assert (commit.version, number) == (self.version + 1 + number, number)
                batch = batch_of(self.runs, number)
                assert batch.add == commit.changes.added
                assert [t for t in batch.remove if t in self.triples] == commit.changes.removed
                self.triples.update(batch.add)
                self.triples.difference_update(batch.remove)
            for (version, number), commit in zip(seen, commits, strict=False):
                assert (version, number) == (commit.version, commit.version - self.version - 1)
            self.version += len(commits)
            self.acknowledged += len(seen)
            assert self.version == graph.version == self.watcher.version
            assert len(self.triples) == len(graph)


@pytest.fixture
def writers(tmp_path):
    writers = Writers(tmp_path / "store")
    yield writers
    writers.watcher.verify()
    assert writers.triples == set(writers.watcher.graph.triples())
    writers.close()


def kill_many(writers, n, *, compact_every):
    rng = random.Random(n)
    for i in range(n):
        assert -signal.SIGKILL == writers.run("write", acks=rng.choice([0, 1, 2, 3, 5, 8, 13]))
        if i % compact_every == compact_every - 1:
            assert 0 == writers.run("compact")
    assert n == writers.kills


def test_nothing_acknowledged_is_lost_in_25_kills(writers):
    kill_many(writers, 25, compact_every=10)
    assert writers.acknowledged > 50


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_in_1000_kills(writers):
    kill_many(writers, 1000, compact_every=50)
    assert writers.acknowledged > 3000


def die_everywhere(writers, what, *, upto, step=1):
    """Kill writers at every file call, write and sync that there is."""
    for die_at in range(1, upto, step):
        if writers.run(what, die_at=die_at) == 0:
            return die_at
        if die_at % 20 == 0:
            writers.run("compact")
    return upto


def test_a_commit_may_be_killed_at_any_write(writers):
    assert 40 == die_everywhere(writers, "write", upto=40)
    assert 39 == writers.kills


def test_compaction_may_be_killed_at_any_file_call(writers):
    events = die_everywhere(writers, "compact", upto=1000, step=3)
    assert 60 < events < 1000
    assert writers.kills >= events // 3
    assert 1 == len(list(writers.path.glob("base-*")))


@pytest.mark.slow
def test_compaction_may_be_killed_at_every_file_call(writers):
    events = die_everywhere(writers, "compact", upto=1000)
    assert writers.kills == events - 1
