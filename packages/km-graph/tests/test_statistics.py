from km_graph.graph import KnowledgeGraph
from km_graph.statistics import components, statistics


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
