"""Hostile XML, through the readers of RDF/XML and GraphML."""

from time import process_time

import pytest

from km_graph.errors import GraphFormatError
from km_graph.formats.graphml import GRAPHML
from km_graph.formats.rdf import RDF_XML

pytest.importorskip("pyoxigraph")

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
ROOTS = {
    RDF_XML: f'<rdf:RDF xmlns:rdf="{RDF}" xmlns:e="http://e/">{{}}</rdf:RDF>',
    GRAPHML: "<graphml><graph>{}</graph></graphml>",
}
READERS = [pytest.param(reader, id=reader.suffixes[0]) for reader in ROOTS]
LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10 if i else "ha"}">' for i in range(10))
BOMBS = {
    "billion laughs": f"<!DOCTYPE x [{LAUGHS}]>",
    "quadratic": f'<!DOCTYPE x [<!ENTITY a "{"a" * 100_000}">]>',
    "external entity": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    "external DTD": '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    "parameter entity": '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:9/x.dtd"> %a;]>',
    "small letters": '<!doctype x [<!ENTITY a "a">]>',
    "no name": "<!DOCTYPE>",
}
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1"]


@pytest.fixture
def read(tmp_path):
    def from_bytes(reader, data):
        path = tmp_path / f"a{reader.suffixes[0]}"
        path.write_bytes(data)
        return list(reader.read(path))

    return from_bytes


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("bomb", BOMBS)
@pytest.mark.parametrize("reader", READERS)
def test_a_document_type_declaration_is_refused(read, reader, bomb, encoding):
    stated = encoding.removesuffix("-sig").removesuffix("-le").removesuffix("-be")
    declared = f'<?xml version="1.0" encoding="{stated}"?>'
    data = (declared + BOMBS[bomb] + ROOTS[reader].format("&a;&l9;")).encode(encoding)
    with pytest.raises(GraphFormatError, match="has a document type declaration") as caught:
        read(reader, data)
    assert "remove <!DOCTYPE" in caught.value.hint


@pytest.mark.parametrize("reader", READERS)
def test_a_declaration_cut_by_a_buffer_is_refused(read, reader):
    for size in range((1 << 18) - 10, (1 << 18) + 1):
        space = " " * size
        with pytest.raises(GraphFormatError, match="has a document type declaration"):
            read(reader, f"{space}<!DOCTYPE x>{ROOTS[reader]}".encode())


@pytest.mark.parametrize("reader", READERS)
def test_a_declaration_after_the_root_begins_is_refused(read, reader):
    with pytest.raises(GraphFormatError, match="has a document type declaration"):
        read(reader, ROOTS[reader].format('<!DOCTYPE x [<!ENTITY a "b">]>').encode())


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1", "utf-8-sig"])
@pytest.mark.parametrize(
    ("reader", "inside", "expected"),
    [
        (RDF_XML, '<e:t rdf:about="http://e/ä"/>', ("http://e/ä", f"{RDF}type", "http://e/t")),
        (GRAPHML, '<edge source="ä" target="b" label="r" id="r"/>', ("ä", "r", "b")),
    ],
)
def test_reads_the_encodings_of_xml(read, reader, inside, expected, encoding):
    stated = encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{stated}"?>{ROOTS[reader].format(inside)}'
    assert read(reader, text.encode(encoding)) == [expected]


@pytest.mark.parametrize("reader", READERS)
def test_an_encoding_that_is_none_is_named(read, reader):
    text = f'<?xml version="1.0" encoding="klingon"?>{ROOTS[reader]}'
    with pytest.raises(GraphFormatError, match="states the encoding 'klingon', which is not known"):
        read(reader, text.encode())


@pytest.mark.parametrize("reader", READERS)
def test_bytes_of_another_encoding_are_refused(read, reader):
    with pytest.raises(GraphFormatError, match="expected utf-8 text"):
        read(reader, ROOTS[reader].format("ä").encode("latin-1"))


@pytest.mark.parametrize("reader", READERS)
def test_deep_nesting_is_refused_where_the_parser_would_hang(read, reader):
    before = process_time()
    with pytest.raises(GraphFormatError, match="the XML is nested more than 500 deep"):
        read(reader, ROOTS[reader].format("<a><b>" * 200_000).encode())
    assert process_time() - before < 5


@pytest.mark.parametrize("reader", READERS)
def test_an_element_with_too_many_attributes_is_refused(read, reader):
    attributes = " ".join(f'a{i}="b"' for i in range(2000))
    with pytest.raises(GraphFormatError, match="more than 1000 attributes"):
        read(reader, ROOTS[reader].format(f"<a {attributes}/>").encode())


@pytest.mark.parametrize("reader", READERS)
def test_a_tag_without_end_is_refused(read, reader):
    with pytest.raises(GraphFormatError, match="a tag is longer than 16 MiB"):
        read(reader, (ROOTS[reader].partition("{}")[0] + '<a b="' + "x" * (18 << 20)).encode())


@pytest.mark.parametrize("reader", READERS)
def test_a_file_that_ends_early_is_refused(read, reader):
    with pytest.raises(GraphFormatError, match=r":1: expected XML: no element found at column"):
        read(reader, ROOTS[reader].partition("{}")[0].encode())


def test_what_a_laxer_parser_takes_is_refused(read):
    text = ROOTS[RDF_XML].format('<e:a e:p="<!--"/><e:a e:p="-->"/>')
    with pytest.raises(GraphFormatError, match="not well-formed"):
        read(RDF_XML, text.encode())
