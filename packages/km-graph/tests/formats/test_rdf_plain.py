"""Whatever a file of N-Triples holds, taking its plain lines in blocks changes nothing."""

import os
import tarfile
from itertools import islice
from pathlib import Path

import pytest

pytest.importorskip("pyoxigraph")

from km_graph.encoders.python import PythonEncoder
from km_graph.errors import GraphFormatError
from km_graph.formats.rdf import NQUADS, NTRIPLES, TURTLE, Rdf
from km_graph.formats.rdf_plain import sort_lines
from km_graph.formats.rdf_terms import IMAGES
from km_graph.formats.reading import ReadOptions, Skipped
from km_graph.graph import KnowledgeGraph
from km_graph.graph.attributes import Attribute
from km_graph.importing import encode
from km_graph.sources import Source
from km_graph.testing.fuzzing import mutations

INPUTS = int(os.environ.get("KM_FUZZ_INPUTS", "20000"))

SUITES = Path(__file__).parents[4].parent / "shared" / "data" / "w3c-rdf11-tests.tar.gz"

PLAIN = """<http://e/a> <http://e/r> <https://e.org:8/b?c=d%20e#f> .
<http://e/Köln>\t<http://e/in>\t<http://e/甲>\t.\r
<http://e/a> <http://e/n> "Köln 'x' <y> . #" .
<http://e/a> <http://e/n> "A"@en .
<http://e/a> <http://e/n> "A"@pt-br .
<http://e/a> <http://e/n> "1"^^<http://www.w3.org/2001/XMLSchema#int> .
<http://e/a> <http://e/n> "B"^^<http://www.w3.org/2001/XMLSchema#string> .
"""
OTHER = """# <http://e/a> <http://e/r> <http://e/b> .

_:x <http://e/r> _:y .
<urn:km:K%C3%B6ln> <http://e/r> <urn:isbn:1> .
<http://e/a><http://e/r><http://e/b>.
<http://e/a>  <http://e/r> <http://e/b> . # and more
<http://e/a> <http://e/n> "a \\"b\\" \\u00e9"@EN-GB .
<http://e/a> <http://e/n> ""@de-Latn-DE-1996 .
<http://e/\\u00e9> <http://e/r> <http://e/b> .
<http://schema.org/a> <http://schema.org/image> <http://e/a.png> .
<http://e/a> <http://e/r> <http://e/b> .\r<http://e/a> <http://e/r> <http://e/c> .
<http://e/a> <http://e/r> <http://[::1]/b> .
"""
BAD = [
    "<http://e/%zz> <http://e/r> <http://e/b> .",
    "<http://e/a b> <http://e/r> <http://e/b> .",
    "<http://e/a> <http://e/r> <http://e/{b}> .",
    "<http://e/a> <http://e/r> <http://e:x/b> .",
    "<http://e/a> <http://e/r> <b> .",
    "<http://e/a> <http://e/r> <http://e/b>",
    '<http://e/a> "r" <http://e/b> .',
    '<http://e/a> <http://e/r> "b"@toolonglanguage .',
    '<http://e/a> <http://e/r> "b"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString> .',
    '<http://e/a> <http://e/r> "b\\x" .',
    "<< <http://e/a> <http://e/r> <http://e/b> >> <http://e/r> <http://e/b> .",
]


def said(reader: Rdf, path: Path, *, by_blocks: bool) -> object:
    """The graph of a file and what is wrong with it."""
    skipped = Skipped()
    encoder = PythonEncoder()
    options = ReadOptions(on_problem=skipped)
    try:
        if by_blocks:
            encode(Source(reader, path), encoder, options)
        else:
            statements = list(reader.read(path, options))
            encoder.add(s for s in statements if not isinstance(s, Attribute))
            encoder.add_attributes(s for s in statements if isinstance(s, Attribute))
    except GraphFormatError as error:
        return str(error)
    graph = encoder.finish()
    return [*graph.triples()], _attributes(graph), skipped.count, [*map(str, skipped.listed)]


def _attributes(graph: KnowledgeGraph) -> list[Attribute]:
    return [a for label in graph.entities for a in graph.attributes(label)]


@pytest.mark.parametrize("line", PLAIN.splitlines(keepends=True))
def test_what_is_plain_is_not_parsed(line):
    assert sort_lines(line.encode()).rest == b""


@pytest.mark.parametrize("line", [*OTHER.rstrip("\n").split("\n"), *BAD])
def test_what_is_not_plain_is_left_to_the_parser(line):
    found = sort_lines(f"{line}\n".encode())
    assert (found.edges, found.attributes, found.rest) == (b"", [], f"{line}\n".encode())


@pytest.mark.parametrize("image", sorted(IMAGES))
def test_a_picture_is_left_to_the_parser(image):
    line = f"<http://e/a> <{image}> <http://e/b> .\n".encode()
    assert sort_lines(line).rest == line


@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
@pytest.mark.parametrize("line", ["", *BAD])
def test_blocks_say_what_reading_says(tmp_path, line, end):
    path = tmp_path / "graph.nt"
    path.write_bytes((PLAIN + OTHER + PLAIN + line + end + ("" if not end else PLAIN)).encode())
    assert said(NTRIPLES, path, by_blocks=False) == said(NTRIPLES, path, by_blocks=True)


def test_a_bad_line_is_named(tmp_path):
    path = tmp_path / "graph.nt"
    path.write_text(PLAIN * 10_000 + BAD[0] + "\n" + PLAIN, encoding="utf-8")
    with pytest.raises(GraphFormatError) as caught:
        encode(Source(NTRIPLES, path), PythonEncoder())
    assert caught.value.line == 70_001


def test_only_lines_named_by_iri_come_in_blocks(tmp_path):
    path = tmp_path / "graph.nt"
    for reader in (
        NQUADS,
        TURTLE,
        Rdf((".nt",), labels="prefixed"),
        Rdf((".nt",), graph="default"),
    ):
        assert reader.blocks(path) is None


@pytest.mark.skipif(not SUITES.exists(), reason="the W3C test suites are not here")
def test_the_files_of_w3c_come_in_blocks_as_they_are_read(tmp_path):
    path = tmp_path / "file.nt"
    with tarfile.open(SUITES) as archive:
        files = [member for member in archive if member.name.endswith(".nt")]
        assert len(files) > 70
        for member in files:
            path.write_bytes(archive.extractfile(member).read())
            by_reading = said(NTRIPLES, path, by_blocks=False)
            assert by_reading == said(NTRIPLES, path, by_blocks=True), member.name


def compare(tmp_path: Path, inputs: int, seed: int) -> None:
    path = tmp_path / "spoilt.nt"
    for content in islice(mutations([PLAIN.encode(), (PLAIN + OTHER).encode()], seed=seed), inputs):
        path.write_bytes(content)
        assert said(NTRIPLES, path, by_blocks=False) == said(NTRIPLES, path, by_blocks=True), (
            content
        )


def test_a_few_spoilt_files_come_in_blocks_as_they_are_read(tmp_path):
    compare(tmp_path, 300, seed=1)


@pytest.mark.slow
def test_many_spoilt_files_come_in_blocks_as_they_are_read(tmp_path):
    compare(tmp_path, INPUTS, seed=2)
