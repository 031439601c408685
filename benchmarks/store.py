"""A graph that changes: commits, batches, snapshots and catching up, on a graph of a million."""

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import apsw
import numpy as np
from measuring import Row, row

from km_graph.graph import KnowledgeGraph
from km_graph.graph.vocabulary import Vocabulary
from km_graph.store import GraphStore

PACKAGE = "km-graph"
ENTITIES, RELATIONS, TRIPLES = 200_000, 200, 1_000_000
ROUNDS, COMMITS = 40, 50
BATCH, BATCHES = 1_000, 30
PEER = f"apsw {apsw.apsw_version()}"

Triple = tuple[str, str, str]


def rows() -> list[Row]:
    """One row for each thing measured."""
    rng = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        graph = made()
        with GraphStore.create(Path(folder) / "store", graph) as store:
            plain, keyed = bare(Path(folder) / "plain"), bare(Path(folder) / "keyed", graph)
            return [
                *commits(store, plain, keyed, rng),
                batches(store, keyed, rng),
                *snapshots(store, rng),
                catching_up(store, Path(folder) / "plain", rng),
            ]


def made() -> KnowledgeGraph:
    """A graph of random triples."""
    rng = np.random.default_rng(0)
    columns = [rng.integers(0, n, TRIPLES) for n in (ENTITIES, RELATIONS, ENTITIES)]
    entities = Vocabulary.of(map(entity, range(ENTITIES)))
    relations = Vocabulary.of(map(relation, range(RELATIONS)), kind="relation")
    return KnowledgeGraph.from_ids(np.column_stack(columns), entities, relations)


def entity(i: int) -> str:
    """The label of an entity."""
    return f"entity {i:07d}"


def relation(i: int) -> str:
    """The label of a relation."""
    return f"relation {i}"


def some(rng: random.Random, n: int) -> list[Triple]:
    """Random triples."""
    return [
        (entity(rng.randrange(ENTITIES)), relation(rng.randrange(RELATIONS)), entity(i))
        for i in rng.choices(range(ENTITIES), k=n)
    ]


def bare(path: Path, graph: KnowledgeGraph | None = None) -> apsw.Connection:
    """SQLite as durable as the store: a table of triples, or a set of those of a graph."""
    connection = apsw.Connection(str(path))
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    end = ", PRIMARY KEY(head, relation, tail)) WITHOUT ROWID" if graph else ")"
    connection.execute(f"CREATE TABLE triples(head TEXT, relation TEXT, tail TEXT{end}")
    if graph is not None:
        with connection:
            connection.executemany(INSERT, graph.triples())
    return connection


INSERT = "INSERT OR IGNORE INTO triples VALUES(?, ?, ?)"


def seconds(run: Callable[[], object]) -> float:
    """Wall seconds: what counts here is the disk."""
    begin = time.perf_counter()
    run()
    return time.perf_counter() - begin


def commits(
    store: GraphStore, plain: apsw.Connection, keyed: apsw.Connection, rng: random.Random
) -> Iterator[Row]:
    """Commits of one triple, in turns, since the speed of the disk changes with time."""

    def bare_commits(connection: apsw.Connection) -> float:
        triples = some(rng, COMMITS)
        return seconds(lambda: [connection.execute(INSERT, triple) for triple in triples])

    def our_commits() -> float:
        triples = [[triple] for triple in some(rng, COMMITS)]
        return seconds(lambda: [store.add(triple) for triple in triples])

    store.add(some(rng, ENTITIES // 8))  # a writer that has been at work for a while
    times = [(our_commits(), bare_commits(plain), bare_commits(keyed)) for _ in range(ROUNDS)]
    ours, table, whole = (
        1e6 * statistics.median(part) / COMMITS for part in zip(*times, strict=True)
    )
    yield row(PACKAGE, "one commit, on disk", "µs", ours, f"{PEER}, plain table", table, 0.9)
    yield row(PACKAGE, "one commit, on disk", "µs", ours, f"{PEER}, table as a set", whole, 0.9)


def batches(store: GraphStore, keyed: apsw.Connection, rng: random.Random) -> Row:
    """Commits of many triples."""

    def bare_batch(triples: list[Triple]) -> None:
        with keyed:
            keyed.executemany(INSERT, triples)

    ours, peer = [], []
    for _ in range(BATCHES):
        triples = some(rng, BATCH)
        ours.append(seconds(partial(store.add, triples)))
        peer.append(seconds(partial(bare_batch, triples)))
    name = f"{PEER}, table as a set"
    mine, theirs = (1e6 * statistics.median(times) / BATCH for times in (ours, peer))
    return row(PACKAGE, f"commits of {BATCH:,} (goal: 10)", "µs/triple", mine, name, theirs)


def snapshots(store: GraphStore, rng: random.Random) -> Iterator[Row]:
    """The graph after a commit: taken, and with its changed edges laid out for walkers."""
    store.compact()
    store.add(some(rng, TRIPLES // 100))
    store.graph.forward_delta  # noqa: B018  # made of all changes at first, then step by step
    taken, laid_out = [], []
    for triple in some(rng, 30):
        store.add([triple])
        taken.append(seconds(store.snapshot))
        laid_out.append(seconds(lambda: store.graph.forward_delta))
    milliseconds = 1e3 * statistics.median(taken)
    yield row(PACKAGE, "snapshot, 1 % changed", "ms", milliseconds, "goal", 1.0, 1.0)
    both = milliseconds + 1e3 * statistics.median(laid_out)
    yield row(PACKAGE, "snapshot and its deltas", "ms", both, "goal", 1.0, 1.0)


def catching_up(store: GraphStore, plain: Path, rng: random.Random) -> Row:
    """A commit of another process, as a reader sees it."""
    writer, watcher = apsw.Connection(str(plain)), apsw.Connection(str(plain))
    newest = writer.execute("SELECT max(rowid) FROM triples").get
    ours, peer = [], []
    with GraphStore(store.path) as reader:
        reader.graph.forward_delta  # noqa: B018
        for i, triple in enumerate(some(rng, 100)):
            store.add([triple])
            writer.execute(INSERT, triple)
            ours.append(seconds(lambda: reader.graph))
            query = partial(watcher.execute, "SELECT * FROM triples WHERE rowid > ?", (newest + i,))
            peer.append(seconds(lambda query=query: query().fetchall()))
    mine, theirs = (1e6 * statistics.median(times) for times in (ours, peer))
    return row(PACKAGE, "see another's commit", "µs", mine, f"{PEER}, select", theirs)
