"""Graphs built natively are those that km-graph builds."""

import numpy as np
import pytest
from hypothesis import given

from km_graph.errors import InvalidQueryError
from km_graph.graph import KnowledgeGraph
from km_graph.testing.graph_strategies import graphs
from km_graph.testing.small_graphs import DIAMOND
from km_graph.testing.strategies import Triples, triples
from km_walk_native import graph_from_ids, graph_from_triples


@given(graphs())
def test_ids_in_any_order_make_the_same_graph(graph: KnowledgeGraph):
    rows = np.concatenate([graph.triple_ids()[::-1], graph.triple_ids()])
    for given_rows in (rows, rows.astype(np.int64), rows.tolist()):
        assert graph_from_ids(given_rows, graph.entities, graph.relations) == graph


@given(triples())
def test_labels_in_any_order_make_the_same_graph(stated: Triples):
    assert graph_from_triples(stated) == KnowledgeGraph.from_triples(stated)


def test_triples_may_be_any_three_labels_and_come_one_by_one():
    stated = [("北京", "in", "中国"), ("Paris", "in", "France")]
    expected = KnowledgeGraph.from_triples(stated)
    assert graph_from_triples(iter(stated)) == expected
    assert graph_from_triples(map(list, stated)) == expected


def test_many_triples_make_the_same_graph_as_few():
    many = [(f"e{i % 999}", f"r{i % 7}", f"e{i * i % 9999}") for i in range(70_000)]
    assert graph_from_triples(many) == KnowledgeGraph.from_triples(many)


@pytest.mark.parametrize("label", ["\ud800", "a\udfff"])
def test_refuses_labels_that_are_not_text(label: str):
    with pytest.raises(InvalidQueryError, match="not Unicode text"):
        graph_from_triples([("a", label, "b")])


@pytest.mark.parametrize("triple", [("a", 1, "b"), 5])
def test_refuses_what_is_no_label(triple: object):
    with pytest.raises(TypeError):
        graph_from_triples([triple])


@pytest.mark.parametrize("row", [(4, 0, 0), (0, 3, 0), (0, 0, 4), (-1, 0, 0), (2**33, 0, 0)])
def test_refuses_ids_outside_the_vocabularies(row: tuple[int, int, int]):
    with pytest.raises(InvalidQueryError, match="triples"):
        graph_from_ids([row], DIAMOND.entities, DIAMOND.relations)


def test_refuses_rows_of_another_length():
    with pytest.raises(InvalidQueryError, match="rows of 3"):
        graph_from_ids([(0, 0)], DIAMOND.entities, DIAMOND.relations)
