"""A process that forks writers of a graph store for a test that kills them.

Imports are made once; a fork is a writer within milliseconds. Every line it reads is a task in
JSON; what it and its writers say goes to standard output, a line each.
"""

import itertools
import json
import os
import random
import signal
import sys

import apsw

from km_graph.store import Batch, GraphStore


def say(*words):
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


class Death:
    """Ends the process by SIGKILL at a given event: a call for a file, a write or a sync."""

    def __init__(self, at):
        self.left = at

    def event(self, name="", _arguments=()):
        if name in ("", "open", "mmap.__new__") or name.startswith(("os.", "shutil.")):
            self.left -= 1
            if not self.left:
                os.kill(os.getpid(), signal.SIGKILL)


class DeadlyFile(apsw.VFSFile):
    def __init__(self, death, *arguments):
        super().__init__(*arguments)
        self.death = death

    def xWrite(self, data, offset):  # noqa: N802  # as apsw has it
        self.death.event()
        super().xWrite(data, offset)

    def xSync(self, flags):  # noqa: N802  # as apsw has it
        self.death.event()
        super().xSync(flags)


class DeadlySystem(apsw.VFS):
    def __init__(self, death):
        self.death = death
        self.below = apsw.vfs_names()[0]
        super().__init__("deadly", self.below, makedefault=True)

    def xOpen(self, name, flags):  # noqa: N802  # as apsw has it
        return DeadlyFile(self.death, self.below, name, flags)


def batch_of(run, number):
    """Batch ``number`` of a writer: adds some facts and takes one of the batch before away."""
    size = random.Random(f"{run} {number}").choice([1, 1, 1, 2, 10, 100])
    name = f"{run}.{number}"
    add = [(name, "part", str(part)) for part in range(size)]
    return Batch(add, [(f"{run}.{number - 1}", "part", "0")])


def write(store, run):
    for number in itertools.count():
        key = f"{run}.{number}" if number % 3 == 0 else None
        say("ack", store.apply(batch_of(run, number), key=key), number)


def compact(store, run):
    say("ack", store.apply(batch_of(run, 0)), 0)
    store.compact()
    say("ack", store.apply(batch_of(run, 1)), 1)


def work(task):
    if task["die_at"]:
        death = Death(task["die_at"])
        system = DeadlySystem(death)  # for as long as the store is open
    with GraphStore(task["store"]) as store:
        if task["die_at"]:
            store._current.journal._connection.wal_autocheckpoint(5)
            sys.addaudithook(death.event)
        {"write": write, "compact": compact}[task["what"]](store, task["run"])
    if task["die_at"]:
        system.unregister()


def main():
    for line in sys.stdin:
        task = json.loads(line)
        pid = os.fork()
        if not pid:
            status = 1
            try:
                work(task)
                status = 0
            finally:
                os._exit(status)
        say("began", pid)
        status = os.waitpid(pid, 0)[1]
        say("ended", os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
