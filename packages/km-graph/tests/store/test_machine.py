"""A store against a set: whatever is done, in whatever order, both hold the same triples."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from km_graph.graph import KnowledgeGraph
from km_graph.store import Batch, GraphStore

LABELS = st.sampled_from(["a", "b", "c", "d", "é", '"', "\\n", "\0", ""])
TRIPLES = st.tuples(LABELS, st.sampled_from(["r", "s", "\n"]), LABELS)
SETS = st.sets(TRIPLES, max_size=5)


class StoreMachine(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.keys = {}
        self.taken = []

    @initialize(triples=SETS)
    def create(self, triples):
        graph = KnowledgeGraph.from_triples(triples)
        self.stores = [GraphStore.create(self.folder / "store", graph)]
        self.stores.append(GraphStore(self.folder / "store"))
        self.versions = [triples]

    @property
    def now(self):
        return self.versions[-1]

    def commit(self, triples, *, key=None):
        if triples != self.now or key is not None:
            self.versions.append(triples)
        return len(self.versions) - 1

    @rule(triples=SETS, which=st.integers(0, 1))
    def add(self, triples, which):
        expected = self.commit(self.now | triples)
        assert expected == self.stores[which].add(triples)

    @rule(triples=SETS, which=st.integers(0, 1))
    def remove(self, triples, which):
        expected = self.commit(self.now - triples)
        assert expected == self.stores[which].remove(triples)

    @rule(add=SETS, remove=SETS, key=st.sampled_from(["k", "l", "m"]), which=st.integers(0, 1))
    def apply(self, add, remove, key, which):
        if key not in self.keys:
            self.keys[key] = self.commit((self.now - remove) | add, key=key)
        assert self.keys[key] == self.stores[which].apply(Batch(add, remove), key=key)

    @rule(which=st.integers(0, 1))
    def compact(self, which):
        assert len(self.versions) - 1 == self.stores[which].compact()

    @rule(which=st.integers(0, 1))
    def reopen(self, which):
        self.stores[which].close()
        self.stores[which] = GraphStore(self.folder / "store")

    @rule(which=st.integers(0, 1), data=st.data())
    def snapshot(self, which, data):
        version = data.draw(st.integers(0, len(self.versions) - 1))
        graph = self.stores[which].snapshot(version)
        assert version == graph.version
        self.taken.append((graph, self.versions[version]))

    @rule(triple=TRIPLES, which=st.integers(0, 1))
    def history(self, triple, which):
        there = [False] + [triple in triples for triples in self.versions]
        expected = [
            (version, there[version + 1])
            for version in range(len(self.versions))
            if there[version] != there[version + 1]
        ]
        found = [(change.version, change.added) for change in self.stores[which].history(triple)]
        assert expected == found

    @invariant()
    def holds_the_same(self):
        for store in getattr(self, "stores", ()):
            graph = store.graph
            assert len(self.versions) - 1 == graph.version
            assert self.now == set(graph.triples())
            assert KnowledgeGraph.from_triples(self.now) == graph

    def teardown(self):
        for graph, triples in self.taken:
            assert triples == set(graph.triples())
        for store in self.stores:
            store.verify()
            store.close()
        shutil.rmtree(self.folder)


TestStoreMachine = StoreMachine.TestCase
TestStoreMachine.settings = settings(max_examples=20, stateful_step_count=20, deadline=None)
