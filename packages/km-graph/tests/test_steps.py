import json

import pytest

from km_graph.errors import ConfigError, GraphFormatError, PluginNotFoundError
from km_graph.formats.folder import MANIFEST, verify, write_graph
from km_graph.graph import KnowledgeGraph
from km_graph.opening import open_graph
from km_graph.plugins import PluginGroup
from km_graph.step import StepContext
from km_graph.steps import IMPORT, ImportOptions

TSV = "a\tr\tb\nb\tr\tc\na\tr\tb\n"


@pytest.fixture
def context(tmp_path):
    return StepContext(tmp_path / "out")


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "g.tsv"
    path.write_text(TSV)
    return path


@pytest.fixture
def pathless(tmp_path, monkeypatch):
    info = tmp_path / "km_planets-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: km-planets\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[km.graph_readers]\nplanets = km_planets_step:Reader\n")
    (tmp_path / "km_planets_step.py").write_text(
        "class Reader:\n"
        "    suffixes = ()\n"
        "    needs_path = False\n"
        "    @staticmethod\n"
        "    def read(path, options=None):\n"
        "        yield ('Mars', 'orbits', 'Sun')\n"
    )
    monkeypatch.syspath_prepend(tmp_path)


def test_is_the_step_graph_import():
    assert PluginGroup("km.steps").load("graph.import") is IMPORT


def test_every_option_says_what_it_is():
    assert all(field.description for field in ImportOptions.model_fields.values())
    assert IMPORT.help


def test_writes_a_graph_folder_and_counts(context, source):
    summary = IMPORT.run(ImportOptions(source=source), context)
    assert summary == {"entities": 3, "relations": 1, "triples": 2, "duplicates": 1}
    assert (
        sorted(file.name for file in context.out.iterdir()) == [MANIFEST, "graph.safetensors"][::-1]
    )
    verify(context.out)
    assert ("a", "r", "b") in open_graph(context.out)


def test_the_same_file_elsewhere_gives_the_same_folder(tmp_path, source):
    moved = tmp_path / "moved" / source.name
    moved.parent.mkdir()
    moved.write_bytes(source.read_bytes())
    for file, out in ((source, "one"), (moved, "two")):
        IMPORT.run(ImportOptions(source=file), StepContext(tmp_path / out))
    manifests = [(tmp_path / out / MANIFEST).read_text() for out in ("one", "two")]
    assert manifests[0] == manifests[1]


def test_the_manifest_names_the_source_and_its_hash(context, source):
    IMPORT.run(ImportOptions(source=source, reader="tsv"), context)
    stated = json.loads((context.out / MANIFEST).read_text())["source"]
    assert (stated["name"], stated["reader"], len(stated["sha256"])) == ("g.tsv", "tsv", 64)


def test_imports_a_graph_folder(context, tmp_path):
    write_graph(KnowledgeGraph.from_triples([("a", "r", "b")]), tmp_path / "graph")
    summary = IMPORT.run(ImportOptions(source=tmp_path / "graph"), context)
    assert summary["triples"] == 1


def test_a_reader_may_bring_its_own_triples(context, pathless):
    summary = IMPORT.run(ImportOptions(reader="planets"), context)
    assert summary["triples"] == 1
    assert ("Mars", "orbits", "Sun") in open_graph(context.out)


@pytest.mark.parametrize("reader", ["auto", "tsv"])
def test_a_reader_of_files_needs_a_source(context, reader):
    with pytest.raises(ConfigError, match=f"reader '{reader}' needs a source"):
        IMPORT.run(ImportOptions(reader=reader), context)


def test_a_source_is_refused_where_the_reader_brings_its_own(context, pathless, source):
    with pytest.raises(ConfigError, match="brings its own triples; leave source out"):
        IMPORT.run(ImportOptions(source=source, reader="planets"), context)


def test_the_name_of_a_reader_is_no_source(context, pathless):
    with pytest.raises(GraphFormatError, match="planets: no such file"):
        IMPORT.run(ImportOptions(source="planets"), context)


def test_an_unknown_reader_is_named(context, source):
    with pytest.raises(PluginNotFoundError, match="'tsw'"):
        IMPORT.run(ImportOptions(source=source, reader="tsw"), context)


def test_a_file_without_triples_is_refused(context, source):
    source.write_text("\n")
    with pytest.raises(GraphFormatError, match=r"g\.tsv: holds no triple, expected at least one"):
        IMPORT.run(ImportOptions(source=source), context)
    assert not context.out.exists()


def test_a_malformed_line_is_named(context, source):
    source.write_text(TSV + "oops\n")
    with pytest.raises(GraphFormatError, match=r"g\.tsv:4: expected 3 tab-separated fields"):
        IMPORT.run(ImportOptions(source=source), context)
