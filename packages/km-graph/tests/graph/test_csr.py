import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from km_graph.graph.csr import _sorted, adjacency


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3), st.integers(0, 5))))
def test_both_ways_of_sorting_agree(rows):
    columns = np.array(rows, np.int64).reshape(-1, 3).T
    made = adjacency(*columns, n_entities=6, n_relations=4)
    entities, relations, neighbors = _sorted(*columns)
    assert made.sources().tolist() == entities.tolist()
    assert made.relations.tolist() == relations.tolist()
    assert made.neighbors.tolist() == neighbors.tolist()


def test_ids_too_wide_for_one_number_are_sorted_by_column():
    columns = np.array([[1, 0, 1], [5, 2**30, 5], [0, 1, 0]], np.int64)
    made = adjacency(*columns, n_entities=2**17, n_relations=2**31)
    assert made.relations.tolist() == [2**30, 5]
    assert made.offsets[:3].tolist() == [0, 1, 2]
