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
    counted = {"entities": 3, "relations": 1, "triples": 2, "duplicates": 1, "attributes": 0}
    assert summary == counted
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


def test_several_files_make_one_graph(context, source, tmp_path):
    more = tmp_path / "more.csv"
    more.write_text("b,r,c\nc,s,d\n")
    summary = IMPORT.run(ImportOptions(source=source, more=(more,)), context)
    assert (summary["triples"], summary["duplicates"]) == (3, 2)
    stated = json.loads((context.out / MANIFEST).read_text())["source"]
    assert [stated["name"], *(file["name"] for file in stated["more"])] == ["g.tsv", "more.csv"]


def test_a_missing_one_among_several_is_named(context, source, tmp_path):
    with pytest.raises(GraphFormatError, match=r"absent\.tsv: no such file"):
        IMPORT.run(ImportOptions(source=source, more=(tmp_path / "absent.tsv",)), context)


def test_bad_lines_may_be_skipped_counted_and_listed(context, source):
    source.write_text(TSV + "oops\n" * 30)
    summary = IMPORT.run(ImportOptions(source=source, on_error="skip"), context)
    assert (summary["triples"], summary["skipped"], len(summary["problems"])) == (2, 30, 20)
    first = "g.tsv:4: expected 3 tab-separated fields, found 1: 'oops'"
    assert summary["problems"][0] == first
    stated = json.loads((context.out / MANIFEST).read_text())["source"]
    assert (stated["skipped"], stated["problems"][0], stated["duplicates"]) == (30, first, 1)


def test_the_reader_takes_options(context, source):
    source.write_text("x|y|z\n1|a|b\n")
    option = {"separator": "|", "header": True}
    option["columns"] = "relation,head,tail"
    IMPORT.run(ImportOptions(source=source, reader="tsv", option=option), context)
    assert list(open_graph(context.out).triples()) == [("a", "1", "b")]
    stated = json.loads((context.out / MANIFEST).read_text())["source"]
    assert stated["option"] == option


def test_an_encoding_may_be_stated(context, source):
    source.write_bytes("Zoë\tr\tb\n".encode("latin-1"))
    IMPORT.run(ImportOptions(source=source, encoding="latin-1"), context)
    assert "Zoë" in open_graph(context.out).entities


def test_limits_may_be_stated(context, source):
    with pytest.raises(GraphFormatError, match="longer than 3 bytes"):
        IMPORT.run(ImportOptions(source=source, max_line=3), context)


@pytest.mark.parametrize("encoder", ["python", "arrow", "native"])
def test_every_encoder_makes_the_same_folder(tmp_path, source, encoder):
    if encoder != "python":
        pytest.importorskip({"arrow": "pyarrow", "native": "km_walk_native._core"}[encoder])
    for name in ("python", encoder):
        options = ImportOptions(source=source, encoder=name)
        IMPORT.run(options, StepContext(tmp_path / name))
    for file in (MANIFEST, "graph.safetensors"):
        one, other = ((tmp_path / name / file).read_bytes() for name in ("python", encoder))
        assert one == other


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
