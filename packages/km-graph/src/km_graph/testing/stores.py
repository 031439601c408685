"""What every store of a changing graph must do."""

# ruff: noqa: D102 - the name of a test says what it shows

from pathlib import Path
from threading import Thread

import pytest

from km_graph.errors import InvalidQueryError, StoreConflictError, StoreError
from km_graph.graph import KnowledgeGraph
from km_graph.store import Batch, GraphStore

CITIES = (
    ("Berlin", "capital_of", "Germany"),
    ("Berlin", "located_in", "Europe"),
    ("Bonn", "capital_of", "Germany"),
)
NEW = ("Paris", "capital_of", "France")
Triples = set[tuple[str, str, str]]


def _all(graph: KnowledgeGraph) -> Triples:
    return {(triple.head, triple.relation, triple.tail) for triple in graph.triples()}


class StoreContract:
    """Tests of a class with the interface of ``GraphStore``; a subclass named ``Test…`` states it.

    Attributes:
        store_type: The class; ``create(path, graph)`` makes a store, calling it opens one.

    Example:
        >>> class TestMine(StoreContract):
        ...     store_type = GraphStore
    """

    store_type: type[GraphStore]

    @pytest.fixture
    def store(self, tmp_path: Path) -> GraphStore:
        """A store of three triples, at version 0."""
        return self.store_type.create(tmp_path / "store", KnowledgeGraph.from_triples(CITIES))

    def again(self, store: GraphStore) -> GraphStore:
        """The same store as another process would open it."""
        return self.store_type(store.path)

    def test_begins_with_the_graph_it_was_made_of(self, store: GraphStore) -> None:
        assert (0, set(CITIES)) == (store.version, _all(store.graph))

    def test_may_begin_with_nothing(self, tmp_path: Path) -> None:
        store = self.store_type.create(tmp_path / "empty")
        assert set() == _all(store.graph)
        store.add([NEW])
        assert {NEW} == _all(self.again(store).graph)

    def test_adds_and_removes(self, store: GraphStore) -> None:
        assert store.add([NEW]) == 1
        assert store.remove([CITIES[0]]) == 2
        assert {*CITIES[1:], NEW} == _all(store.graph)

    def test_a_batch_is_one_commit(self, store: GraphStore) -> None:
        assert store.apply(Batch(add=[NEW], remove=[CITIES[0], CITIES[1]])) == 1
        assert {CITIES[2], NEW} == _all(store.graph)

    def test_a_triple_removed_and_added_is_there(self, store: GraphStore) -> None:
        store.apply(Batch(add=[CITIES[0], NEW], remove=[CITIES[0], NEW]))
        assert {*CITIES, NEW} == _all(store.graph)

    def test_what_changes_nothing_makes_no_commit(self, store: GraphStore) -> None:
        assert store.add([CITIES[0]]) == 0
        assert store.remove([NEW]) == 0
        assert store.add([]) == 0

    def test_a_key_is_made_once(self, store: GraphStore) -> None:
        assert store.add([NEW], key="import 7") == 1
        assert store.remove([NEW]) == 2
        assert self.again(store).add([NEW], key="import 7") == 1
        assert NEW not in store.graph

    def test_a_key_counts_though_nothing_changed(self, store: GraphStore) -> None:
        assert store.remove([NEW], key="clean") == 1
        store.add([NEW])
        assert store.remove([NEW], key="clean") == 1
        assert NEW in store.graph

    def test_refuses_a_change_meant_for_another_version(self, store: GraphStore) -> None:
        other = self.again(store)
        assert store.add([NEW], expected_version=0) == 1
        with pytest.raises(StoreConflictError, match="expected version 0, it is at 1") as caught:
            other.remove([NEW], expected_version=0)
        assert (caught.value.expected, caught.value.version) == (0, 1)
        assert NEW in other.graph

    def test_refuses_what_is_not_a_triple_and_keeps_nothing_of_the_batch(
        self, store: GraphStore
    ) -> None:
        for wrong in ("abc", ("a", "b"), ("a", 1, "b"), ("a", "r", "\ud800")):
            with pytest.raises(InvalidQueryError):
                store.add([NEW, wrong])  # type: ignore[list-item]
        assert (0, set(CITIES)) == (store.version, _all(store.graph))

    def test_a_graph_stays_as_it_was(self, store: GraphStore) -> None:
        before = store.graph
        store.apply(Batch(add=[NEW], remove=CITIES))
        store.compact()
        assert set(CITIES) == _all(before)
        assert CITIES[0] in before
        assert NEW not in before
        assert before.entities.get("Paris") is None

    def test_every_version_can_be_seen_again(self, store: GraphStore) -> None:
        store.add([NEW])
        store.remove([CITIES[0]])
        store.compact()
        store.remove([NEW])
        expected = [set(CITIES), {*CITIES, NEW}, {*CITIES[1:], NEW}, set(CITIES[1:])]
        for version in (0, 1, 2, 3, 1):
            assert expected[version] == _all(store.snapshot(version))
            assert expected[version] == _all(self.again(store).snapshot(version))

    @pytest.mark.parametrize("version", [-1, 1])
    def test_a_version_there_never_was_is_refused(self, store: GraphStore, version: int) -> None:
        with pytest.raises(StoreError, match=f"has no version {version}, they are 0 to 0"):
            store.snapshot(version)

    def test_tells_the_history_of_a_triple(self, store: GraphStore) -> None:
        store.remove([CITIES[0]])
        store.add([CITIES[0], NEW], key="back")
        changes = [(c.version, c.added, c.key) for c in store.history(CITIES[0])]
        assert changes == [(0, True, None), (1, False, None), (2, True, "back")]
        assert [(c.version, c.added) for c in store.history(NEW)] == [(2, True)]
        assert [c.version for c in store.history(CITIES[1])] == [0]
        assert store.history(("Paris", "capital_of", "Spain")) == []

    def test_compacting_changes_no_triple(self, store: GraphStore) -> None:
        store.apply(Batch(add=[NEW], remove=[CITIES[0], CITIES[1]]))
        before = store.graph
        assert store.compact() == 1
        assert (store.version, store.base_version) == (1, 1)
        assert before == store.graph
        assert before.fingerprint() == store.graph.fingerprint()
        assert store.graph == self.again(store).graph
        assert store.verify() == 1

    def test_others_see_a_commit_at_once(self, store: GraphStore) -> None:
        other = self.again(store)
        store.add([NEW])
        assert NEW in other.graph
        other.remove([NEW])
        assert NEW not in store.graph
        store.compact()
        other.add([NEW])
        assert {*CITIES, NEW} == _all(store.graph)
        assert 3 == store.version == other.version

    def test_threads_take_turns(self, store: GraphStore) -> None:
        other = self.again(store)
        stores = (store, other, store, other)

        def write(number: int) -> None:
            for i in range(5):
                stores[number].add([(f"writer {number}", "wrote", str(i))])

        threads = [Thread(target=write, args=[number]) for number in range(len(stores))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert store.version == 20
        assert store.graph == other.graph
        assert len(store.graph) == 23
