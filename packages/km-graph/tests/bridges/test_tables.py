import pytest

from km_graph.errors import GraphFormatError
from km_graph.graph import KnowledgeGraph

pa = pytest.importorskip("pyarrow", reason="the extra km-graph[tables] is not here")

from km_graph.bridges.tables import graph_from_table, table_from_graph  # noqa: E402

GRAPH = KnowledgeGraph.from_triples([("Köln", "country", "DE"), ("NA", "is", "007")])
ROWS = [triple._asdict() for triple in GRAPH.triples()]


def test_a_pyarrow_table_holds_the_triples():
    assert table_from_graph(GRAPH).to_pylist() == ROWS


@pytest.mark.parametrize("of", [pa.Table.from_pylist, pa.RecordBatch.from_pylist], ids=str)
def test_pyarrow_tables_become_graphs(of):
    assert graph_from_table(of(ROWS)) == GRAPH


def test_a_dictionary_of_columns_becomes_a_graph():
    assert graph_from_table(table_from_graph(GRAPH).to_pydict()) == GRAPH


@pytest.mark.parametrize("kind", [None, "category", object])
def test_pandas_frames_become_graphs(kind):
    pandas = pytest.importorskip("pandas", reason="pandas is not here")
    frame = pandas.DataFrame(ROWS)
    assert graph_from_table(frame if kind is None else frame.astype(kind)) == GRAPH


@pytest.mark.parametrize("lazy", [False, True])
@pytest.mark.parametrize("kind", ["String", "Categorical"])
def test_polars_frames_become_graphs(kind, lazy):
    polars = pytest.importorskip("polars", reason="polars is not here")
    frame = polars.DataFrame(ROWS).with_columns(polars.col("relation").cast(getattr(polars, kind)))
    assert graph_from_table(frame.lazy() if lazy else frame) == GRAPH


def test_columns_may_have_other_names():
    table = table_from_graph(GRAPH).rename_columns(["s", "p", "o"])
    assert graph_from_table(table, head="s", relation="p", tail="o") == GRAPH


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ({"head": ["a"], "relation": ["r"]}, "no column called 'tail'"),
        ({"head": ["a"], "relation": [7], "tail": ["b"]}, "text in column 'relation', found int64"),
        ({"head": ["a", None], "relation": ["r"] * 2, "tail": ["b"] * 2}, "row 2: .* found null"),
        (7, "expected a table"),
    ],
)
def test_what_is_no_table_of_triples_is_refused(table, expected):
    with pytest.raises(GraphFormatError, match=expected):
        graph_from_table(table)
