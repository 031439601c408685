import pytest
from hypothesis import given

from km_graph.graph import KnowledgeGraph
from km_graph.statistics import inverse_relations
from km_graph.statistics.inverse_relations import inverse_pairs
from km_graph.testing.strategies import triples


@given(triples(max_size=30))
def test_pairs_are_those_counted_one_by_one(stated):
    graph = KnowledgeGraph.from_triples(stated)
    edges = {(h, r, t) for h, r, t in graph.triples() if h != t}
    expected = {}
    for one in graph.relations:
        for other in graph.relations:
            if one <= other:
                n = sum((t, other, h) in edges for h, r, t in edges if r == one)
                size = sum((r == one) + (r == other) for _, r, _ in edges)
                if n and 2 * n / size >= 0.5:
                    expected[one, other] = (n, 2 * n / size)
    found = {(p.relation, p.inverse): (p.triples, p.share) for p in inverse_pairs(graph)}
    assert found == expected


def test_rows_matched_in_parts_count_the_same(monkeypatch):
    stated = [(f"{i}", "r", f"{i + 1}") for i in range(20)]
    graph = KnowledgeGraph.from_triples([*stated, *((t, "s", h) for h, _, t in stated)])
    monkeypatch.setattr(inverse_relations, "_ROWS", 3)
    assert [tuple(pair) for pair in inverse_pairs(graph)] == [("r", "s", 20, 1.0)]


@pytest.mark.parametrize("stated", [[], [("a", "r", "a")]])
def test_without_edges_between_entities_there_are_none(stated):
    assert inverse_pairs(KnowledgeGraph.from_triples(stated)) == []
