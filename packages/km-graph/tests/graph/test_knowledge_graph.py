import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from km_graph.errors import InvalidQueryError, UnknownLabelError
from km_graph.graph import KnowledgeGraph, Triple
from km_graph.graph.attributes import Attribute
from km_graph.graph.vocabulary import Vocabulary
from km_graph.relation_path import RelationPath
from km_graph.testing.strategies import labels, triples

FAMILY = [
    ("Ann", "mother_of", "Bob"),
    ("Ann", "likes", "Bob"),
    ("Bob", "likes", "Ann"),
    ("Bob", "likes", "Bob"),
]


@pytest.fixture
def family():
    return KnowledgeGraph.from_triples(FAMILY)


@given(triples(empty=True))
def test_holds_the_triples_it_was_made_of(stated):
    assert list(KnowledgeGraph.from_triples(stated).triples()) == sorted(set(stated))


@given(triples(), st.randoms(use_true_random=False))
def test_the_order_of_triples_does_not_matter(stated, random):
    shuffled = random.sample(stated, len(stated))
    graph, other = map(KnowledgeGraph.from_triples, (stated, shuffled))
    assert graph == other
    assert graph.fingerprint() == other.fingerprint()


@given(triples())
def test_adjacency_is_ordered_both_ways(stated):
    graph = KnowledgeGraph.from_triples(stated)
    ids = graph.triple_ids().tolist()
    forward = [
        [head, *edge] for head in range(graph.n_entities) for edge in _edges(graph.forward, head)
    ]
    backward = [
        [head, relation, tail]
        for tail in range(graph.n_entities)
        for relation, head in _edges(graph.backward, tail)
    ]
    assert forward == sorted(ids)
    assert backward == sorted(ids, key=lambda row: (row[2], row[1], row[0]))


def _edges(csr, entity):
    where = csr.edges(entity)
    return list(zip(csr.relations[where].tolist(), csr.neighbors[where].tolist(), strict=True))


@given(triples())
def test_the_edges_of_one_relation_are_a_slice(stated):
    graph = KnowledgeGraph.from_triples(stated)
    for head, relation, _ in graph.triple_ids().tolist():
        tails = graph.forward.neighbors[graph.forward.edges(head, relation)].tolist()
        assert tails == [t for h, r, t in graph.triple_ids().tolist() if (h, r) == (head, relation)]


@given(triples())
def test_every_edge_is_seen_from_both_ends(stated):
    graph = KnowledgeGraph.from_triples(stated)
    for head, relation, tail in graph.triple_ids().tolist():
        assert graph.has_edge(head, relation, tail)
        assert graph.has_edge(tail, ~relation, head)


def test_keeps_parallel_edges_directions_and_loops(family):
    assert set(family.triples()) == {Triple(*triple) for triple in FAMILY}


def test_a_triple_stated_twice_is_one_triple():
    assert len(KnowledgeGraph.from_triples([FAMILY[0], FAMILY[0]])) == 1


def test_contains_triples_by_label(family):
    assert ("Ann", "likes", "Bob") in family
    assert ("Bob", "mother_of", "Ann") not in family
    assert ("Ann", "likes", "Cid") not in family
    assert "Ann" not in family


def test_the_empty_graph_has_nothing():
    graph = KnowledgeGraph.from_triples([])
    assert (graph.n_entities, graph.n_relations, graph.n_triples) == (0, 0, 0)
    assert list(graph.triples()) == []


def test_repr_says_the_essential_in_two_lines(family):
    assert repr(family) == (
        "KnowledgeGraph(2 entities, 2 relations, 4 triples)\n"
        "  mean degree 4.0, likes 75 %, mother_of 25 %"
    )
    assert repr(KnowledgeGraph.from_triples([])) == (
        "KnowledgeGraph(0 entities, 0 relations, 0 triples)"
    )


def test_repr_counts_attributes():
    graph = KnowledgeGraph.from_triples([("a", "r", "a")], [Attribute("b", "label", "B")])
    assert repr(graph).splitlines()[0] == (
        "KnowledgeGraph(2 entities, 1 relation, 1 triple, 1 attribute)"
    )


@pytest.mark.parametrize("label", ["a\nb", "\u202eevil", "x" * 10_000])
def test_repr_stays_two_short_lines(label):
    shown = repr(KnowledgeGraph.from_triples([(label, label, label)]))
    assert len(shown.splitlines()) == 2
    assert len(shown) < 200
    assert "\u202e" not in shown


def test_repr_of_a_large_graph_is_an_estimate():
    rows = np.zeros((300_000, 3), np.int64)
    rows[:, 0] = np.arange(len(rows))
    entities = Vocabulary.of(f"{i:06}" for i in range(len(rows)))
    graph = KnowledgeGraph.from_ids(rows, entities, Vocabulary.of("r"))
    assert repr(graph).splitlines()[1] == "  mean degree 2.0, r about 100 %"


def test_html_shows_a_few_triples_escaped():
    graph = KnowledgeGraph.from_triples([("<script>alert(1)</script>", "r&s", "b")])
    shown = graph._repr_html_()
    assert "&lt;script&gt;alert(1)" in shown
    assert "r&amp;s" in shown
    assert "<script>" not in shown


def test_html_of_an_empty_graph_is_its_counts():
    assert "0 triples" in KnowledgeGraph.from_triples([])._repr_html_()


def test_arrays_cannot_be_written_through(family):
    arrays = [*family.forward, *family.backward, family.entities.offsets]
    assert not any(array.flags.writeable for array in arrays)
    assert family.entities.blob.readonly


@given(triples(), st.lists(st.builds(Attribute, *[labels(empty=True)] * 5)))
def test_statements_round_trip(stated, said):
    graph = KnowledgeGraph.from_triples(stated, said)
    assert KnowledgeGraph.from_statements(graph.statements()) == graph
    assert [row for row in graph.statements() if isinstance(row, Attribute)] == sorted(
        set(said), key=lambda row: (row.entity, row.name, row.language, row.datatype, row.value)
    )


def test_attributes_are_of_an_entity():
    said = [Attribute("b", "label", "B"), Attribute("c", "label", "C")]
    graph = KnowledgeGraph.from_triples([("a", "r", "b")], said)
    assert (graph.attributes("b"), graph.attributes("a")) == ((said[0],), ())
    assert graph.attributes(graph.entities.id("c")) == (said[1],)
    with pytest.raises(UnknownLabelError, match="entity 'd'"):
        graph.attributes("d")


def test_attributes_count_in_equality_and_fingerprint(family):
    described = KnowledgeGraph.from_triples(FAMILY, [Attribute("Ann", "label", "Anne")])
    assert described != family
    assert described.fingerprint() != family.fingerprint()
    assert KnowledgeGraph.from_triples(FAMILY, []).fingerprint() == family.fingerprint()


def test_graphs_of_different_triples_differ(family):
    other = KnowledgeGraph.from_triples(FAMILY[:-1])
    assert family != other
    assert family.fingerprint() != other.fingerprint()
    assert family != FAMILY


def test_entities_without_an_edge_may_be_there():
    entities, relations = Vocabulary.of("abc"), Vocabulary.of("r")
    graph = KnowledgeGraph.from_ids([[0, 0, 2]], entities, relations)
    assert graph.n_entities == 3
    assert graph.forward.edges(1) == slice(1, 1)


@pytest.mark.parametrize("row", [[0, 0, 2], [0, 1, 1], [-1, 0, 0]])
def test_refuses_ids_outside_the_vocabulary(row):
    with pytest.raises(InvalidQueryError, match="triple ids"):
        KnowledgeGraph.from_ids([row], Vocabulary.of("ab"), Vocabulary.of("r"))


def test_arrays_have_the_stated_types(family):
    for csr in (family.forward, family.backward):
        assert [array.dtype for array in csr] == [np.int64, np.int32, np.int32]


def test_relation_paths_become_signed_ids_and_back(family):
    path = RelationPath.parse("likes/^mother_of")
    assert family.relation_ids(path).tolist() == [0, ~1]
    assert family.relation_path([0, ~1]) == path


def test_an_unknown_relation_in_a_path_is_named(family):
    with pytest.raises(UnknownLabelError, match="relation 'motherof' is not in the graph"):
        family.relation_ids(RelationPath.parse("motherof"))
