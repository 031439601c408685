import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from km_graph.graph import KnowledgeGraph
from km_graph.graph.vocabulary import Vocabulary
from km_graph.paths import PathBatch
from km_reason.reasoners.faithfulness import edges_exist, paths_exist
from km_reason.testing import film_graph

triples = st.tuples(st.integers(0, 5), st.integers(0, 2), st.integers(0, 5))


def numbered(rows: list[tuple[int, int, int]]) -> KnowledgeGraph:
    return KnowledgeGraph.from_ids(
        np.array(rows).reshape(-1, 3), Vocabulary.of("abcdef"), Vocabulary.of("rst")
    )


@settings(deadline=None)
@given(st.lists(triples, max_size=12), st.lists(triples, max_size=30))
def test_agrees_with_the_graph_in_both_directions(
    rows: list[tuple[int, int, int]], asked: list[tuple[int, int, int]]
) -> None:
    graph = numbered(rows)
    edges = [(h, r, t) for h, r, t in asked] + [(t, ~r, h) for h, r, t in asked]
    columns = np.array(edges, np.int32).reshape(-1, 3).T
    assert [graph.has_edge(*edge) for edge in edges] == edges_exist(graph, *columns).tolist()


def test_path_with_one_edge_that_is_not_there() -> None:
    graph = film_graph()
    heat, mann, pacino = graph.entities.ids(["Heat", "Michael Mann", "Al Pacino"]).tolist()
    directed, starred = graph.relations.ids(["directed_by", "starred_actors"]).tolist()
    batch = PathBatch.of(
        [
            (0, [mann, heat, pacino], [~directed, starred]),
            (0, [mann, heat, pacino], [~directed, directed]),
            (0, [mann], []),
        ],
        [False],
    )
    assert paths_exist(graph, batch).tolist() == [True, False, True]


def test_no_paths() -> None:
    assert paths_exist(film_graph(), PathBatch.of([], [])).tolist() == []
