import json

import numpy as np
import pytest
from hypothesis import given

from km_graph.graph import KnowledgeGraph
from km_graph.graph.attributes import Attribute
from km_graph.graph.vocabulary import Vocabulary
from km_graph.statistics import components, statistics
from km_graph.testing.strategies import triples

networkx = pytest.importorskip("networkx")


def test_a_long_chain_is_one_component() -> None:
    graph = KnowledgeGraph.from_triples((f"{i:04}", "r", f"{i + 1:04}") for i in range(1000))
    assert components(graph).max() == 0


def test_chains_that_zigzag_are_one_component() -> None:
    ends = [(f"{i:03}", f"{(i * 7) % 500:03}") for i in range(500)]
    graph = KnowledgeGraph.from_triples(
        (a, "r", b) for a, b in [*ends, *zip("xy", "yz", strict=True)]
    )
    labels = components(graph)
    heads, tails = graph.triple_ids()[:, 0], graph.triple_ids()[:, 2]
    assert (labels[heads] == labels[tails]).all()


def test_degrees_fall_into_bands_that_double() -> None:
    graph = KnowledgeGraph.from_triples(("hub", "r", f"leaf{i}") for i in range(5))
    found = statistics(graph)
    assert [tuple(band) for band in found.degrees] == [(1, 1, 5), (2, 3, 0), (4, 7, 1)]
    assert (found.busiest, found.max_degree) == ("hub", 5)


@given(triples(max_size=30))
def test_components_are_those_of_networkx(stated):
    graph = KnowledgeGraph.from_triples(stated)
    other = networkx.Graph((h, t) for h, _, t in graph.triple_ids().tolist())
    expected = {min(part): part for part in networkx.connected_components(other)}
    labels = components(graph).tolist()
    found = {
        least: {i for i, label in enumerate(labels) if label == least} for least in set(labels)
    }
    assert found == expected


def test_counts_what_is_of_note() -> None:
    graph = KnowledgeGraph.from_triples(
        [("a", "r", "b"), ("b", "s", "a"), ("a", "q", "a"), ("a", "t", "b"), ("b", "t", "a")],
        [Attribute("c", "label", "C")],
    )
    found = statistics(graph, repeated=7)
    assert (found.self_loops, found.isolated, found.attributes, found.repeated) == (1, 1, 1, 7)
    assert [(pair.relation, pair.inverse) for pair in found.inverse_pairs[:1]] == [("r", "s")]
    assert [pair.relation for pair in found.symmetric_relations] == ["t"]


def test_is_json() -> None:
    found = statistics(KnowledgeGraph.from_triples([("a ", "r", "b")])).as_dict()
    assert json.loads(json.dumps(found)) == found | {
        "label_problems": [
            {
                "kind": "entity",
                "problem": "leading or trailing space",
                "labels": 1,
                "examples": ["a "],
            }
        ]
    }


@pytest.mark.slow
def test_ten_million_triples_are_counted_in_little_memory() -> None:
    rng = np.random.default_rng(0)
    n_entities, n_triples = 1_000_000, 10_000_000
    offsets = 8 * np.arange(n_entities + 1, dtype=np.int64)
    blob = "".join(f"e{i:07}" for i in range(n_entities)).encode()
    rows = rng.integers(0, [n_entities, 100, n_entities], (n_triples, 3))
    graph = KnowledgeGraph.from_ids(
        rows, Vocabulary(blob, offsets), Vocabulary.of(f"r{i:02}" for i in range(100))
    )
    found = statistics(graph)
    assert (found.triples, found.components) == (len(graph), int(found.isolated) + 1)
