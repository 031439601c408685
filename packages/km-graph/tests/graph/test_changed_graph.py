import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from km_graph.errors import UnknownLabelError
from km_graph.formats.folder import read_graph, verify, write_graph
from km_graph.graph import KnowledgeGraph
from km_graph.graph.attributes import Attribute
from km_graph.graph.changed_graph import ChangedGraph
from km_graph.graph.csr import ragged
from km_graph.graph.delta import NO_CHANGE, Edits, delta_after
from km_graph.graph.grown_vocabulary import GrownVocabulary
from km_graph.opening import open_graph, save_graph
from km_graph.statistics import statistics
from km_graph.store.changes import Changes
from km_graph.store.overlay import Overlay
from km_graph.testing.strategies import triples

ONE = [("b", "r", "c"), ("b", "s", "d"), ("c", "r", "b")]
SAID = [Attribute("b", "label", "bee"), Attribute("d", "label", "dee")]


def changed(base, *commits, version=0):
    """The graph after commits of (added, removed) on the triples of a base."""
    if not isinstance(base, KnowledgeGraph):
        base = KnowledgeGraph.from_triples(base)
    overlay = Overlay(base, version)
    for added, removed in commits:
        overlay.take(Changes(added, removed))
    return overlay.snapshot()


def nothing_is_left_out():
    return changed(ONE, ([("a", "q", "c"), ("d", "r", "d")], [("b", "r", "c"), ("b", "s", "d")]))


def commits():
    few = st.sampled_from("abcdef")
    triple = st.tuples(few, st.sampled_from("rst"), few)
    sets = st.sets(triple, max_size=6)
    return st.tuples(st.sets(triple), st.lists(st.tuples(sets, sets), max_size=5))


def effective(before, batches):
    """The batches as stores keep them, and the triples after."""
    now, kept = set(before), []
    for add, remove in batches:
        added, removed = sorted(add - now), sorted((remove - add) & now)
        kept.append((added, removed))
        now = (now | set(added)) - set(removed)
    return kept, now


@given(commits())
def test_is_the_graph_of_its_triples(example):
    before, batches = example
    kept, now = effective(before, batches)
    graph = changed(before, *kept)
    plain = KnowledgeGraph.from_triples(now)
    assert set(graph.triples()) == now
    assert graph.n_triples == len(now)
    assert graph == plain
    assert plain == graph
    assert graph.fingerprint() == plain.fingerprint()
    assert graph.compacted().backward.equals(plain.backward)


@given(commits())
def test_adjacency_is_ordered_both_ways_and_agrees_with_single_edges(example):
    before, batches = example
    kept, _ = effective(before, batches)
    graph = changed(before, *kept)
    rows = graph.triple_ids().tolist()
    back = np.column_stack(
        [graph.backward.neighbors, graph.backward.relations, graph.backward.sources()]
    ).tolist()
    assert rows == sorted(rows)
    assert back == sorted(rows, key=lambda row: (row[2], row[1], row[0]))
    for head in range(graph.n_entities):
        for relation in range(graph.n_relations):
            for tail in range(graph.n_entities):
                there = [head, relation, tail] in rows
                assert graph.has_edge(head, relation, tail) == there
                assert graph.has_edge(tail, ~relation, head) == there


@given(commits(), st.lists(st.booleans(), min_size=6, max_size=6))
def test_deltas_made_step_by_step_are_those_made_at_once(example, asked):
    before, batches = example
    kept, _ = effective(before, batches)
    base = KnowledgeGraph.from_triples(before)
    overlay = Overlay(base, 0)
    for ask, (added, removed) in zip(asked, kept, strict=False):
        overlay.take(Changes(added, removed))
        graph = overlay.snapshot()
        if ask:
            assert graph.forward_delta is not None
    stepwise, at_once = overlay.snapshot(), changed(base, *kept)
    assert stepwise.forward.equals(at_once.forward)
    assert stepwise.backward.equals(at_once.backward)


@given(triples(empty=True), triples(empty=True))
def test_takes_any_label(before, added):
    now = {*before, *added}
    graph = changed(before, (sorted(now - set(before)), []))
    assert graph == KnowledgeGraph.from_triples(now)
    assert {*graph.triples()} == now


def test_every_new_entity_is_in_both_deltas():
    graph = changed(ONE, ([("a", "r", "z")], []))
    new = {graph.entities.id("a"), graph.entities.id("z")}
    assert new == set(graph.forward_delta.entities.tolist())
    assert new == set(graph.backward_delta.entities.tolist())


def test_ids_of_the_base_stay():
    graph = nothing_is_left_out()
    assert ["b", "c", "d", "a"] == list(graph.entities)
    assert ["r", "s", "q"] == list(graph.relations)
    assert ["c", "d"] == graph.entities.labels([1, 2])
    assert [3, 0] == graph.entities.ids(["a", "b"]).tolist()


def test_compacting_sorts_labels_and_leaves_gone_ones_out():
    graph = nothing_is_left_out().compacted()
    assert ["a", "b", "c", "d"] == list(graph.entities)
    assert ["q", "r"] == list(graph.relations)
    gone = changed(ONE, ([], [("b", "s", "d")])).compacted()
    assert (["b", "c"], ["r"]) == (list(gone.entities), list(gone.relations))


def test_entities_that_never_had_an_edge_stay():
    base = KnowledgeGraph.from_ids(
        [[0, 0, 1]],
        KnowledgeGraph.from_triples([("a", "r", "b"), ("c", "r", "c")]).entities,
        KnowledgeGraph.from_triples(ONE).relations,
    )
    graph = changed(base, ([], [("a", "r", "b")])).compacted()
    assert (["c"], ["s"]) == (list(graph.entities), list(graph.relations))


def test_attributes_are_those_of_the_base():
    base = KnowledgeGraph.from_triples(ONE, SAID)
    graph = changed(base, ([("a", "r", "c")], [("b", "s", "d")]))
    assert (SAID[0],) == graph.attributes("b")
    assert () == graph.attributes("a")
    assert [*graph.statements()][-2:] == SAID
    plain = graph.compacted()
    assert plain == KnowledgeGraph.from_triples(graph.triples(), SAID)
    assert graph.fingerprint() == plain.fingerprint()
    assert (SAID[1],) == plain.attributes("d")  # it has no triple any more


def test_unknown_labels_are_named_with_those_near():
    graph = changed(ONE, ([("Paris", "r", "b")], []))
    with pytest.raises(UnknownLabelError, match="did you mean 'Paris'"):
        graph.entities.id("Pari")
    assert "Pari" not in graph.entities
    with pytest.raises(IndexError, match="ids are 0 to 3"):
        graph.entities[4]


def test_a_vocabulary_does_not_grow_with_its_numbering():
    base = KnowledgeGraph.from_triples(ONE).entities
    grown = GrownVocabulary(base, ["x", "y"], {"x": 3, "y": 4}, 1)
    assert ["b", "c", "d", "x"] == list(grown) == grown[:]
    assert grown.get("y") is None
    assert b"bcdx" == bytes(grown.blob)
    assert [0, 1, 2, 3, 4] == grown.offsets.tolist()


def test_a_graph_without_changes_is_its_base():
    base = KnowledgeGraph.from_triples(ONE)
    graph = ChangedGraph(base, base.entities, base.relations, NO_CHANGE, NO_CHANGE)
    assert graph == base
    assert graph.forward.equals(base.forward)


def test_edits_of_one_edge_count_in_order():
    base = KnowledgeGraph.from_triples(ONE).forward
    ids = np.zeros(3, np.int32)
    edits = Edits(ids, ids, ids, np.array([True, False, True]))
    delta = delta_after(base, NO_CHANGE, edits, 3)
    assert [0] == delta.entities.tolist()
    assert [0, 1, 2] == delta.edges.neighbors.tolist()


def test_ragged_of_nothing_is_empty():
    none = np.empty(0, np.int64)
    assert [] == ragged(none, none).tolist()


def test_is_saved_as_the_graph_it_is(tmp_path):
    graph = nothing_is_left_out()
    save_graph(graph, tmp_path / "graph.tsv")
    assert open_graph(tmp_path / "graph.tsv") == graph
    write_graph(graph, tmp_path / "graph")
    verify(tmp_path / "graph")
    assert read_graph(tmp_path / "graph") == graph


def test_has_statistics():
    graph = nothing_is_left_out()
    assert statistics(graph.compacted()).entities == 4
