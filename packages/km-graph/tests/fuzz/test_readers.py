"""Spoilt files for every reader: add a row to ``TARGETS`` for one that is new.

``KM_FUZZ_INPUTS=1000000 pytest -m slow packages/km-graph/tests/fuzz`` reads a million for each.
"""

import importlib.util
import io
import os
from dataclasses import replace

import pytest

from km_graph.formats.delimited import CSV, METAQA, TSV, Delimited
from km_graph.formats.gfm_rag import GfmRag
from km_graph.formats.gml import GML
from km_graph.formats.graphml import GRAPHML
from km_graph.formats.jsonl import JSONL
from km_graph.formats.node_link import NODE_LINK
from km_graph.formats.rdf import JSON_LD, NQUADS, NTRIPLES, RDF_XML, TRIG, TURTLE
from km_graph.formats.rog import ROG
from km_graph.formats.tables import ARROW, PARQUET
from km_graph.testing.fuzzing import Target, fuzz
from km_graph.testing.packing import HAS_ZSTD, pack

INPUTS = int(os.environ.get("KM_FUZZ_INPUTS", "5000"))
FEW = 300
GIGABYTE = 1 << 30

LINES = "Köln\tcountry\tDE\nNA\tis\t007\r\n\na\tr\u2028\tb\n".encode()


class _Nodes:
    """The readers of gfm-rag have three files; this one has the one that is spoilt."""

    suffixes = ()

    def read(self, path, options):
        folder = path.parent / "gfm-rag"
        if not folder.exists():
            folder.mkdir()
            (folder / "edges.csv").write_text("source,relation,target\na,r,b\n")
        (folder / "nodes.csv").write_bytes(path.read_bytes())
        return GfmRag().read(folder, options)


def _tables():
    if importlib.util.find_spec("pyarrow") is None:
        return {}
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {"head": ["Köln", "NA"] * 9, "relation": ["is", "is"] * 9, "tail": ["a", "b"] * 9}
    table = pa.table(columns)
    dictionaries = pa.table(
        {name: pa.array(values).dictionary_encode() for name, values in columns.items()}
    )
    views = pa.table({name: pa.array(values, pa.string_view()) for name, values in columns.items()})
    parquet, arrow = [], []
    for compression in ("none", "snappy", "zstd"):
        stream = io.BytesIO()
        pq.write_table(table, stream, compression=compression, row_group_size=7)
        parquet.append(stream.getvalue())
    stream = io.BytesIO()
    pq.write_table(table, stream, use_dictionary=False, data_page_version="2.0")
    parquet.append(stream.getvalue())
    for one in (table, dictionaries, views):
        for new in (pa.ipc.new_file, pa.ipc.new_stream):
            for compression in (None, "lz4", "zstd"):
                stream = io.BytesIO()
                settings = pa.ipc.IpcWriteOptions(compression=compression)
                with new(stream, one.schema, options=settings) as writer:
                    writer.write_table(one, max_chunksize=7)
                arrow.append(stream.getvalue())
    rows = pa.Table.from_pylist([{"id": "q", "graph": [["a", "r", "b"], ["c", "r", "d"]]}] * 3)
    stream = io.BytesIO()
    pq.write_table(rows, stream)
    return {
        "parquet": Target(PARQUET, ".parquet", parquet),
        "arrow": Target(ARROW, ".arrow", arrow),
        "rog parquet": Target(ROG, ".parquet", [stream.getvalue()]),
    }


def _packed():
    known = [".gz", ".bz2", ".xz"] + ([".zst"] if HAS_ZSTD else [])
    return {
        f"tsv{suffix}": Target(
            TSV, f".tsv{suffix}", [pack(LINES, suffix), pack(LINES * 99, suffix)]
        )
        for suffix in known
    }


_GRAPHML = [
    b"""<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><!-- a --><key id="d0" for="node"
attr.name="size" attr.type="int" language="en"><default>5</default></key><graph>
<node id="a"><data key="d0">5</data><data key="x"><![CDATA[<y>]]></data></node>
<edge source="a" target="b &amp; c" id="r"><data key="relation">r&#228;</data></edge>
</graph></graphml>""",
    '<graphml><graph><edge source="a" target="ä" id="r"/></graph></graphml>'.encode("utf-16"),
]
_NODE_LINK = [
    b"""{"directed": true, "nodes": [{"id": "a", "label@en": ["A", "B"], "n": 5}, {"id": 7}],
"edges": [{"source": "a", "target": 7, "relation": "r"},
{"source": 7, "target": "a", "key": "s"}]}"""
]


def _rdf():
    if importlib.util.find_spec("pyoxigraph") is None:
        return {}
    lines = (
        b"# a\n<http://e/a> <http://e/r> <urn:km:K%C3%B6ln> .\r\n_:x <http://e/r> _:y .\n"
        b'<http://e/a> <http://e/n> "K\\u00F6ln\\n"@de .\n'
        b'<http://e/a> <http://e/n> "1"^^<http://www.w3.org/2001/XMLSchema#int> .\n'
    )
    turtle = b"""@prefix e: <http://e/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@base <http://f/> . e:a rdfs:label "A"@en , '''B''' ; e:r <b>, [ e:s ( 1 2.5 true "c" ) ] .
<< e:a e:r e:b >> e:t \"\"\"d\"\"\"^^e:d . _:x a e:\\~t .\n"""
    xml = b"""<?xml version="1.0" encoding="utf-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/"
xml:base="http://f/"><e:T rdf:about="a" e:n="b" xml:lang="en"><e:r rdf:resource="c"/><!-- d -->
<e:p rdf:parseType="Collection"><e:U rdf:nodeID="x"/></e:p><e:q rdf:parseType="Literal"><b/></e:q>
<rdf:li rdf:datatype="e:d">&lt;&#233;</rdf:li></e:T></rdf:RDF>"""
    json_ld = b"""{"@context": {"e": "http://e/", "n": {"@id": "e:n", "@type": "e:d"}, "@base": "http://f/"},
"@id": "a", "@type": "e:T", "n": ["5", 6.5, true, null], "e:r": [{"@id": "_:x"}, {"@list": ["b"]}],
"@graph": [{"@id": "e:b", "e:p": {"@value": "c\\u00e9", "@language": "en"}}]}"""
    seeds = {
        "ntriples": (NTRIPLES, [lines]),
        "nquads": (NQUADS, [lines, lines.replace(b" .", b" <http://e/g> .")]),
        "turtle": (TURTLE, [lines, turtle]),
        "turtle by label": (replace(TURTLE, labels="rdfs"), [turtle]),
        "trig": (
            TRIG,
            [turtle, b"@prefix e: <http://e/> . e:g { e:a e:r e:b } GRAPH [] { e:a e:r 1 }"],
        ),
        "rdf-xml": (RDF_XML, [xml, xml.replace(b"utf-8", b"utf-16").decode().encode("utf-16")]),
        "json-ld": (JSON_LD, [json_ld]),
    }
    return {
        name: Target(reader, reader.suffixes[0], some) for name, (reader, some) in seeds.items()
    }


def _gml():
    if importlib.util.find_spec("networkx") is None:
        return {}
    seed = b"""Creator "a" graph [ directed 1 multigraph 1 node [ id 0 label "a" size 5 x 1.5
attribute [ name "n" value "K&#246;ln" language "de" ] ] node [ id 1 label "b" ]
edge [ source 0 target 1 key "r" ] edge [ source 1 target 0 relation "s" ] ]"""
    return {"gml": Target(GML, ".gml", [seed.replace(b" ] ", b" ]\n").replace(b" [ ", b" [\n")])}


TARGETS = {
    "tsv": Target(TSV, ".tsv", [LINES, b"\xef\xbb\xbfa\tr\tb"]),
    "tsv with a header": Target(
        Delimited(header=True),
        ".tsv",
        [b"relation\t\thead\ttail\n" + LINES, b"head\trelation\ttail\n"],
    ),
    "csv": Target(
        CSV, ".csv", [LINES.replace(b"\t", b","), b'"a ""b"", c","d\r\ne",f\n"x",y,"z"\n' * 3]
    ),
    "metaqa": Target(METAQA, ".txt", [LINES.replace(b"\t", b"|")]),
    "jsonl": Target(
        JSONL,
        ".jsonl",
        [
            b'{"head": "a", "relation": "r\\u00f6", "tail": "b", "n": 1.5e3}\n["a", "r", "c"]\n',
            b'{"entity": "a", "name": "label", "value": "A", "language": "en", "datatype": ""}\n'
            * 2,
        ],
    ),
    "rog": Target(
        ROG, ".jsonl", [b'{"id": "q", "graph": [["a", "r", "b"], ["c", "r", "d"]]}\n' * 2]
    ),
    "gfm-rag": Target(
        _Nodes(),
        ".csv",
        [b"""uid,name,type,attributes\na,Alice,person,"{'age': 3, 'alias': ['A', None]}"\n"""],
    ),
    "graphml": Target(GRAPHML, ".graphml", _GRAPHML),
    "node-link": Target(NODE_LINK, ".json", _NODE_LINK),
    **_packed(),
    **_tables(),
    **_rdf(),
    **_gml(),
}


@pytest.mark.parametrize("name", TARGETS)
def test_a_few_spoilt_files(name, tmp_path):
    found = fuzz(TARGETS[name], tmp_path, inputs=FEW, seed=1)
    assert found.wrong == []
    assert found.refused > 0


@pytest.mark.slow
@pytest.mark.parametrize("name", TARGETS)
def test_many_spoilt_files(name, tmp_path):
    found = fuzz(TARGETS[name], tmp_path, inputs=INPUTS, seed=2)
    assert found.wrong == []
    assert found.slowest < 1
    assert found.peak < GIGABYTE
