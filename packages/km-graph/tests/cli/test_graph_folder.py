import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from km_graph.cli.main import km
from km_graph.files import sha256, write_json
from km_graph.formats.folder import ARRAYS, write_graph
from km_graph.formats.manifest import MANIFEST, read_manifest
from km_graph.formats.safetensors import map_file, write_arrays
from km_graph.graph import KnowledgeGraph
from km_graph.graph.attributes import Attribute

STATED = [
    ("a ", "r", "b"),
    ("b", "s", "a "),
    ("A ", "x\n", "c"),
    ("c", "t", "A "),
    ("A ", "t", "c"),
]
GRAPH = KnowledgeGraph.from_triples(STATED, [Attribute("c", "label", "\u202eC", "en")])


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_graph(GRAPH, "g", source={"name": "g.tsv", "duplicates": 3})


def run(*args):
    return CliRunner().invoke(km, args)


def found(*args):
    done = run(*args, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_info_says_what_is_of_note():
    info = found("graph", "info", "g")
    assert (info["repeated"], info["attributes"]) == (3, 1)
    assert [row["relation"] for row in info["symmetric_relations"]] == ["t"]
    assert info["label_problems"][0]["problem"] == "leading or trailing space"
    assert info["inverse_pairs"][0]["share"] == 1.0
    assert info["fingerprint"] == GRAPH.fingerprint()


def test_info_shows_no_hidden_characters():
    shown = run("graph", "info", "g").stdout
    assert "stated backwards by" in shown
    assert "symmetric relation" in shown
    assert "x\\n" in shown
    assert "alike but for case" in shown


def test_info_of_other_sources_knows_of_no_repeats():
    Path("g.tsv").write_text("a\tr\tb\na\tr\tb\n")
    write_graph(GRAPH, "other")
    assert found("graph", "info", "g.tsv")["repeated"] is None
    assert found("graph", "info", "other")["repeated"] is None


def test_info_draws():
    pytest.importorskip("matplotlib")
    assert run("graph", "info", "g", "--plot", "g.png").stderr == "drawn into g.png\n"
    assert Path("g.png").stat().st_size > 10_000


def test_show_has_attributes():
    assert found("graph", "show", "g", "c")["attributes"] == [GRAPH.attributes("c")[0]._asdict()]
    shown = run("graph", "show", "g", "c").stdout
    assert "\\u202eC" in shown
    assert "language or type" in shown


def test_verify_says_that_it_is_whole():
    assert run("graph", "verify", "g").stdout == "g: whole, 5 triples\n"
    assert found("graph", "verify", "g") == {
        "whole": True,
        "schema": 2,
        "fingerprint": GRAPH.fingerprint(),
        "triples": 5,
    }


def test_verify_says_how_to_write_an_older_folder_anew():
    write_graph(KnowledgeGraph.from_triples(STATED), "g")
    arrays = {name: array.copy() for name, array in map_file(Path("g", ARRAYS)).arrays.items()}
    write_arrays(Path("g", ARRAYS), arrays, {})
    manifest = read_manifest("g") | {"schema": 1, "sha256": sha256(Path("g", ARRAYS))}
    write_json(Path("g", MANIFEST), manifest)
    done = run("graph", "verify", "g")
    assert (done.exit_code, len(done.stderr.splitlines())) == (0, 1)
    assert "km graph convert g NEW --to folder" in done.stderr
    assert run("graph", "convert", "g", "new", "--to", "folder").exit_code == 0
    assert found("graph", "verify", "new")["schema"] == 2


@pytest.mark.parametrize("name", [MANIFEST, ARRAYS])
def test_verify_says_in_a_line_what_is_wrong(name):
    Path("g", name).write_bytes(b"")
    done = run("graph", "verify", "g")
    assert (done.exit_code, len(done.stderr.splitlines())) == (1, 1)
    assert name in done.stderr
