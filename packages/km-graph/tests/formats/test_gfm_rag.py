import pytest

from km_graph.errors import GraphFormatError
from km_graph.formats.gfm_rag import GFM_RAG
from km_graph.formats.reading import ReadOptions, Skipped
from km_graph.graph import KnowledgeGraph
from km_graph.graph.attributes import Attribute, AttributeTable
from km_graph.testing import WriterContract


class TestGfmRagWriting(WriterContract):
    writer = reader = GFM_RAG
    suffix = ""
    without = "\0"
    packs = False


@pytest.fixture
def folder(tmp_path):
    def of(nodes, edges="source,relation,target,attributes\na,r,b,{}\n"):
        (tmp_path / "nodes.csv").write_text(nodes)
        (tmp_path / "edges.csv").write_text(edges)
        (tmp_path / "relations.csv").write_text("name,attributes\nr,{}\n")
        return tmp_path

    return of


def test_edges_are_triples(folder):
    path = folder("name,type,attributes\na,entity,{}\nb,entity,{}\n")
    assert list(GFM_RAG.read(path)) == [("a", "r", "b")]


def test_what_is_said_of_nodes_becomes_attributes(folder):
    said = """uid,name,type,attributes
a,Alice,person,"{'age': 3, 'alias': ['A', ""l'ice""], 'none': None}"
b,b,entity,
"""
    assert list(GFM_RAG.read(folder(said)))[1:] == [
        Attribute("a", "label", "Alice"),
        Attribute("a", "type", "person"),
        Attribute("a", "age", "3"),
        Attribute("a", "alias", "A"),
        Attribute("a", "alias", "l'ice"),
    ]


def test_attributes_read_back(tmp_path):
    plain = KnowledgeGraph.from_triples([("a", "r", "b")])
    said = (
        Attribute("a", "type", "person"),
        Attribute("a", "type", "poet"),
        Attribute("a", "description", "a 'poet'\nand more"),
        Attribute("a", "alias", "A"),
        Attribute("a", "alias", "Ä"),
    )
    table = AttributeTable.of(said, plain.entities)
    graph = KnowledgeGraph(plain.entities, plain.relations, plain.forward, plain.backward, table)
    GFM_RAG.write(graph, tmp_path / "out")
    read = list(GFM_RAG.read(tmp_path / "out"))
    assert (read[0], set(read[1:])) == (("a", "r", "b"), set(said))


@pytest.mark.parametrize(
    "attributes", ["[]", "7", "{", "__import__('os')", "{'a': b}", '"{""a"": null}"', "{" * 9999]
)
def test_attributes_that_are_no_dictionary_are_refused(folder, attributes):
    with pytest.raises(GraphFormatError, match="expected a dictionary as attributes") as caught:
        list(GFM_RAG.read(folder(f"name,type,attributes\na,entity,{attributes}\n")))
    assert caught.value.line == 2


@pytest.mark.parametrize("row", ["a,entity", ",entity,{}", "a,entity,{},x"])
def test_nodes_of_other_fields_are_refused(folder, row):
    with pytest.raises(GraphFormatError, match="expected the fields name, type, attributes, found"):
        list(GFM_RAG.read(folder(f"name,type,attributes\n{row}\n")))


def test_what_is_wrong_is_skipped(folder):
    skipped = Skipped()
    path = folder("name,type\na\nb,city\n", "source,relation,target\na\na,r,b\n")
    read = list(GFM_RAG.read(path, ReadOptions(on_problem=skipped)))
    assert read == [("a", "r", "b"), Attribute("b", "type", "city")]
    assert skipped.count == 2


def test_half_a_surrogate_pair_is_refused(folder):
    path = folder("""name,type,attributes\na,entity,"{'a': '\\ud800'}"\n""")
    with pytest.raises(GraphFormatError, match="surrogates not allowed"):
        list(GFM_RAG.read(path))


def test_nodes_without_names_are_refused(folder):
    with pytest.raises(GraphFormatError, match="the header has no column called 'name'"):
        list(GFM_RAG.read(folder("uid,type\n")))


def test_a_missing_file_is_named(folder):
    path = folder("name\n")
    (path / "edges.csv").unlink()
    with pytest.raises(GraphFormatError, match=r"edges\.csv: no such file"):
        list(GFM_RAG.read(path))


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "edges.csv").touch()
    with pytest.raises(GraphFormatError, match=r"expected a folder with nodes\.csv"):
        list(GFM_RAG.read(tmp_path / "edges.csv"))
