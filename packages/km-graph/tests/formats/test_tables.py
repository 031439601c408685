import io
from dataclasses import replace

import pytest

from km_graph.errors import GraphFormatError
from km_graph.formats.reading import ReadOptions, Skipped
from km_graph.formats.tables import ARROW, PARQUET
from km_graph.graph import KnowledgeGraph
from km_graph.testing import ReaderContract, WriterContract

pa = pytest.importorskip("pyarrow", reason="the extra km-graph[tables] is not here")
pq = pytest.importorskip("pyarrow.parquet")
feather = pytest.importorskip("pyarrow.feather")

TWO = (("Köln", "country", "DE"), ("NA", "is", "007"))
COLUMNS = {"head": ["Köln", "NA"], "relation": ["country", "is"], "tail": ["DE", "007"]}
WITH_NULL = {**COLUMNS, "tail": ["DE", None]}


def parquet(columns, **settings):
    stream = io.BytesIO()
    pq.write_table(pa.table(columns), stream, **settings)
    return stream.getvalue()


def ipc(columns, *, new=None, **settings):
    stream = io.BytesIO()
    table = pa.table(columns)
    with (new or pa.ipc.new_file)(stream, table.schema, **settings) as writer:
        writer.write_table(table)
    return stream.getvalue()


OTHER_NAMES = {
    "x": [1, None],
    "o": COLUMNS["tail"],
    "p": COLUMNS["relation"],
    "s": COLUMNS["head"],
}
OPTIONS = {"head": "s", "relation": "p", "tail": "o"}


class TestParquet(ReaderContract):
    reader = PARQUET
    suffix = ".parquet"
    good = parquet(COLUMNS)
    triples = TWO
    bad = parquet(WITH_NULL)
    rest = 1
    variants = ((OPTIONS, parquet(OTHER_NAMES), TWO),)


class TestArrow(ReaderContract):
    reader = ARROW
    suffix = ".arrow"
    good = ipc(COLUMNS)
    triples = TWO
    bad = ipc(WITH_NULL)
    rest = 1
    variants = ((OPTIONS, ipc(OTHER_NAMES), TWO),)


class TestArrowStream(ReaderContract):
    reader = ARROW
    suffix = ".arrows"
    good = ipc(COLUMNS, new=pa.ipc.new_stream)
    triples = TWO
    bad = ipc(WITH_NULL, new=pa.ipc.new_stream)
    rest = 1


class TestParquetWriting(WriterContract):
    writer = reader = replace(PARQUET, head="subject")
    suffix = ".parquet"


class TestArrowWriting(WriterContract):
    writer = reader = ARROW
    suffix = ".arrow"


@pytest.fixture(params=["parquet", "arrow"])
def read(request, tmp_path):
    reader, packed = {"parquet": (PARQUET, parquet), "arrow": (ARROW, ipc)}[request.param]

    def from_columns(columns, *, options=None, **settings):
        path = tmp_path / f"file.{request.param}"
        path.write_bytes(packed(columns, **settings))
        return list(reader.read(path, options or ReadOptions()))

    return from_columns


TEXT_TYPES = [
    pa.string(),
    pa.large_string(),
    pa.string_view(),
    pa.dictionary(pa.int8(), pa.string()),
    pa.dictionary(pa.int32(), pa.large_string()),
]


@pytest.mark.parametrize("kind", TEXT_TYPES, ids=str)
def test_text_of_every_type_is_read(read, kind):
    columns = {name: pa.array(values).cast(kind) for name, values in COLUMNS.items()}
    assert read(columns) == list(TWO)


@pytest.mark.parametrize("kind", [pa.int64(), pa.binary(), pa.null(), pa.list_(pa.string())])
def test_other_types_are_refused(read, kind):
    with pytest.raises(GraphFormatError, match="expected text in column 'tail', found"):
        read({**COLUMNS, "tail": pa.array([None, None], kind)})


def test_a_missing_column_is_named_with_the_nearest(read):
    with pytest.raises(GraphFormatError, match=r"no column called 'tail' .* there are 'tails'"):
        read({"head": ["a"], "relation": ["r"], "tails": ["b"]})


@pytest.mark.parametrize(("value", "what"), [(None, "null"), ("", "an empty label")])
def test_what_is_not_there_is_refused_with_its_row(read, value, what):
    columns = {name: ["a"] * 70_000 for name in COLUMNS}
    columns["relation"] = ["r"] * 69_999 + [value]
    with pytest.raises(GraphFormatError, match=rf"row 70000: expected .* found {what}"):
        read(columns)


def test_rows_that_are_skipped_are_counted(read):
    skipped = Skipped()
    columns = {"head": ["a", None, ""], "relation": ["r"] * 3, "tail": ["b"] * 3}
    assert read(columns, options=ReadOptions(on_problem=skipped)) == [("a", "r", "b")]
    assert skipped.count == 2


def test_a_label_that_comes_often_takes_its_place_once(read):
    often = pa.DictionaryArray.from_arrays([0] * 3000, ["x" * 1_000_000])
    columns = dict.fromkeys(COLUMNS, often)
    assert len(read(columns)) == 3000  # 9 GB, were each row to have its own


def test_text_that_is_not_utf8_is_refused(read):
    wrong = pa.Array.from_buffers(
        pa.string(), 1, [None, pa.py_buffer(b"\0\0\0\0\1\0\0\0"), pa.py_buffer(b"\xff")]
    )
    with pytest.raises(GraphFormatError, match="expected whole columns of UTF-8 text"):
        read({"head": wrong, "relation": ["r"], "tail": ["b"]})


def test_parquet_in_row_groups_is_read_whole(tmp_path):
    columns = {name: [str(row) for row in range(1000)] for name in COLUMNS}
    path = tmp_path / "a.parquet"
    path.write_bytes(parquet(columns, row_group_size=7))
    assert [(str(row),) * 3 for row in range(1000)] == list(PARQUET.read(path))


def test_parquet_that_expands_too_far_is_refused(tmp_path):
    path = tmp_path / "a.parquet"
    columns = {name: ["x" * 20_000_000] for name in COLUMNS}
    path.write_bytes(parquet(columns, compression="zstd", use_dictionary=False))
    with pytest.raises(GraphFormatError, match="expands to more than 1,000 times its size"):
        list(PARQUET.read(path))


@pytest.mark.parametrize("reader", [PARQUET, ARROW])
@pytest.mark.parametrize("content", [b"", b"PAR1", b"ARROW1", b"head,relation,tail\n" * 9])
def test_what_is_no_table_is_refused(tmp_path, reader, content):
    path = tmp_path / "a"
    path.write_bytes(content)
    with pytest.raises(GraphFormatError, match=r"expected (Parquet|Arrow IPC)"):
        list(reader.read(path))


@pytest.mark.parametrize("writer", [PARQUET, ARROW])
def test_tables_that_others_read(tmp_path, writer):
    graph = KnowledgeGraph.from_triples(TWO)
    writer.write(graph, tmp_path / "a")
    table = (pq.read_table if writer is PARQUET else feather.read_table)(tmp_path / "a")
    assert table.to_pylist() == [triple._asdict() for triple in graph.triples()]
