"""Knowledge graphs from and to tables in memory: pandas, polars, pyarrow."""

from typing import Any

from km_graph.formats.arrow_rows import (
    ERRORS,
    batches_of_graph,
    broken,
    column_indices,
    pa,
    triples_of_batches,
)
from km_graph.graph import KnowledgeGraph

_WHERE = "table"


def graph_from_table(
    table: Any, *, head: str = "head", relation: str = "relation", tail: str = "tail"
) -> KnowledgeGraph:
    """The graph of a table with a row a triple.

    Args:
        table: A pandas or polars data frame, a pyarrow table, or anything else that offers its
            columns as Arrow does (``__arrow_c_stream__``).
        head: The column of the head; likewise ``relation`` and ``tail``. Others are not read.
        relation: See above.
        tail: See above.

    Raises:
        GraphFormatError: If a column is missing or is not text, or a row has a null or an empty
            label.

    Example:
        >>> import pandas
        >>> frame = pandas.DataFrame({"s": ["Paris"], "p": ["capital_of"], "o": ["France"]})
        >>> list(graph_from_table(frame, head="s", relation="p", tail="o").triples())
        [Triple(head='Paris', relation='capital_of', tail='France')]
    """
    names = (head, relation, tail)
    collected = table.collect() if hasattr(table, "collect") else table  # a lazy frame of polars
    try:
        if hasattr(collected, "__arrow_c_stream__"):
            batches = pa.RecordBatchReader.from_stream(collected)
        else:
            batches = pa.table(collected).to_reader()
    except (*ERRORS, TypeError) as error:
        raise broken(_WHERE, error, "a table of columns that Arrow can hold") from error
    column_indices(batches.schema, names, _WHERE)
    return KnowledgeGraph.from_triples(triples_of_batches(batches, names, _WHERE))


def table_from_graph(graph: KnowledgeGraph) -> Any:
    """A ``pyarrow.Table`` of all triples in order of their ids: head, relation, tail.

    ``to_pandas()`` makes a pandas frame of it, ``polars.from_arrow`` one of polars.

    Example:
        >>> graph = KnowledgeGraph.from_triples([("Paris", "capital_of", "France")])
        >>> table_from_graph(graph).to_pylist()
        [{'head': 'Paris', 'relation': 'capital_of', 'tail': 'France'}]
    """
    return pa.Table.from_batches(batches_of_graph(graph))
