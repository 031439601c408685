import json
import random
import shutil
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from km_graph.errors import GraphFormatError, KmError, OutputError
from km_graph.files import sha256, write_json
from km_graph.formats.folder import ARRAYS, FOLDER, read_graph, verify, write_graph
from km_graph.formats.manifest import MANIFEST, read_manifest, write_manifest
from km_graph.formats.safetensors import map_file, write_arrays
from km_graph.graph import KnowledgeGraph
from km_graph.graph.attributes import Attribute
from km_graph.graph.vocabulary import Vocabulary
from km_graph.testing import ReaderContract
from km_graph.testing.strategies import labels, triples

FAMILY = (("Ann", "mother_of", "Bob"), ("Bob", "likes", "Ann"), ("Bob", "likes", "Bob"))
SAID = (
    Attribute("Bob", "label", "Bob"),
    Attribute("Bob", "label", "鲍勃", "zh"),
    Attribute("Bob", "born", "1990-01-01", "", "xsd:date"),
    Attribute("Cid", "image", "cid.png", "", "image"),
)


@pytest.fixture
def graph():
    return KnowledgeGraph.from_triples(FAMILY)


@pytest.fixture
def folder(tmp_path, graph):
    write_graph(graph, tmp_path / "graph")
    return tmp_path / "graph"


class TestFolder(ReaderContract):
    reader = FOLDER
    suffix = ""
    triples = FAMILY

    @pytest.fixture
    def good_file(self, folder):
        return folder

    # Arrays have no lines to go wrong after the first triple: a folder is whole or refused.
    test_reads_no_further_than_it_is_asked = None
    # It is not a file, so it is neither compressed nor piped.
    test_reads_packed_files = None
    test_says_that_a_packed_file_is_torn = None
    test_stops_at_the_limit_of_expansion = None
    test_reads_the_standard_input = None

    @pytest.fixture
    def bad_file(self, folder):
        shutil.rmtree(folder)
        return folder


@settings(max_examples=50)  # each writes to disk and waits for it
@given(triples(empty=True))
def test_reads_back_what_it_wrote(tmp_path_factory, stated):
    path = tmp_path_factory.getbasetemp() / "round-trip"
    graph = KnowledgeGraph.from_triples(stated)
    write_graph(graph, path)
    again = read_graph(path)
    verify(path)
    assert again == graph
    assert again.backward.equals(graph.backward)


def test_keeps_entities_without_an_edge(tmp_path):
    graph = KnowledgeGraph.from_ids([], Vocabulary.of("ab"), Vocabulary.of("r", kind="relation"))
    write_graph(graph, tmp_path / "graph")
    assert read_graph(tmp_path / "graph") == graph


def test_the_same_triples_give_the_same_bytes(tmp_path, folder):
    write_graph(KnowledgeGraph.from_triples(FAMILY[::-1]), tmp_path / "other")
    assert sha256(tmp_path / "other") == sha256(folder)


def test_the_manifest_says_what_is_there(folder, graph):
    manifest = json.loads((folder / MANIFEST).read_text())
    assert (manifest["entities"], manifest["relations"], manifest["triples"]) == (2, 2, 3)
    assert manifest["fingerprint"] == graph.fingerprint()
    assert manifest["sha256"] == sha256(folder / ARRAYS)


def test_the_manifest_says_where_it_came_from(tmp_path, graph):
    write_graph(graph, tmp_path / "graph", source={"name": "family.tsv"})
    manifest = json.loads((tmp_path / "graph" / MANIFEST).read_text())
    assert manifest["source"] == {"name": "family.tsv"}


def test_opening_copies_nothing(folder):
    opened = read_graph(folder)
    arrays = [*opened.forward, *opened.backward, opened.entities.offsets]
    assert all(array.base is not None and not array.flags.writeable for array in arrays)


def test_labels_know_their_kind(folder):
    opened = read_graph(folder)
    assert (opened.entities.kind, opened.relations.kind) == ("entity", "relation")


def test_replaces_an_older_graph_folder(folder):
    write_graph(KnowledgeGraph.from_triples([("a", "r", "b")]), folder)
    assert len(read_graph(folder)) == 1


def test_a_graph_that_is_open_survives_its_folder_being_replaced(folder, graph):
    opened = read_graph(folder)
    write_graph(KnowledgeGraph.from_triples([("a", "r", "b")]), folder)
    assert opened == graph


def test_never_replaces_a_folder_of_other_files(tmp_path, graph):
    (tmp_path / "letters.txt").write_text("dear")
    with pytest.raises(OutputError, match="a folder with other files is there"):
        write_graph(graph, tmp_path)
    assert (tmp_path / "letters.txt").read_text() == "dear"


def test_writes_into_an_empty_folder(tmp_path, graph):
    (tmp_path / "empty").mkdir()
    write_graph(graph, tmp_path / "empty")
    assert read_graph(tmp_path / "empty") == graph


def test_an_interrupted_write_leaves_the_old_graph(folder, graph, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(KnowledgeGraph, "fingerprint", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_graph(KnowledgeGraph.from_triples([("a", "r", "b")]), folder)
    assert read_graph(folder) == graph
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(GraphFormatError, match="nowhere: no such graph folder"):
        read_graph(tmp_path / "nowhere")


def test_a_folder_without_a_manifest_is_no_graph(tmp_path):
    with pytest.raises(GraphFormatError, match=r"manifest\.json is missing"):
        read_graph(tmp_path)


def test_a_folder_without_its_arrays_is_refused(folder):
    (folder / ARRAYS).unlink()
    with pytest.raises(GraphFormatError, match=r"graph\.safetensors: no such file"):
        read_graph(folder)


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"schema": 99}'])
def test_another_manifest_is_refused(folder, text):
    (folder / MANIFEST).write_text(text)
    with pytest.raises(GraphFormatError, match=r"manifest\.json: "):
        read_graph(folder)


def test_cut_anywhere_it_is_refused(folder):
    whole = (folder / ARRAYS).read_bytes()
    for length in range(0, len(whole), 7):
        (folder / ARRAYS).write_bytes(whole[:length])
        with pytest.raises(GraphFormatError, match=r"graph\.safetensors: "):
            read_graph(folder)


def test_counts_that_differ_from_the_manifest_are_refused(folder):
    write_manifest(folder, read_manifest(folder) | {"triples": 4})
    with pytest.raises(GraphFormatError, match=r"states \{'triples': 4\}"):
        read_graph(folder)


def changed(folder, **arrays):
    """The folder with other arrays and a manifest that takes them for right."""
    mapped = map_file(folder / ARRAYS)
    old = {name: array.copy() for name, array in mapped.arrays.items()}
    new = old | {name.replace("_", "."): array for name, array in arrays.items()}
    write_arrays(folder / ARRAYS, new, mapped.metadata)
    write_manifest(folder, read_manifest(folder) | {"sha256": sha256(folder / ARRAYS)})


@pytest.mark.parametrize(
    "arrays",
    [
        {"forward_neighbors": np.array([1], np.int32)},
        {"forward_offsets": np.array([0, 3], np.int64)},
        {"forward_offsets": np.array([0, 1, 4], np.int64)},
        {"entities_offsets": np.array([0, 3, 7], np.int64)},
        {"entities_offsets": np.array([], np.int64)},
    ],
)
def test_arrays_that_do_not_fit_each_other_are_refused(folder, arrays):
    changed(folder, **arrays)
    with pytest.raises(GraphFormatError, match="its arrays do not fit each other"):
        read_graph(folder)


@pytest.mark.parametrize("array", [np.array([1, 0, 1], np.int64), np.array([[1, 0, 1]], np.int32)])
def test_arrays_of_other_types_or_shapes_are_refused(folder, array):
    changed(folder, forward_neighbors=array)
    with pytest.raises(GraphFormatError, match="expected the arrays"):
        read_graph(folder)


def test_a_whole_folder_is_verified(folder):
    verify(folder)


def test_one_changed_bit_is_found(folder):
    content = bytearray((folder / ARRAYS).read_bytes())
    content[-1] ^= 1
    (folder / ARRAYS).write_bytes(content)
    with pytest.raises(GraphFormatError, match="has another SHA-256"):
        verify(folder)


@pytest.mark.parametrize(
    "arrays",
    [
        {"forward_neighbors": np.array([1, 0, 2], np.int32)},
        {"forward_neighbors": np.array([1, 1, 0], np.int32)},
        {"backward_neighbors": np.array([0, 0, 0], np.int32)},
        {"forward_offsets": np.array([0, 4, 3], np.int64)},
        {"entities_blob": np.frombuffer(b"BobAnn", np.uint8)},
        {"entities_blob": np.frombuffer(b"Ann\xff\xff\xff", np.uint8)},
        {"entities_blob": np.frombuffer(b"AnnCid", np.uint8)},
    ],
)
def test_arrays_that_are_no_graph_are_found(folder, arrays):
    changed(folder, **arrays)
    with pytest.raises(GraphFormatError, match="its arrays do not make a graph"):
        verify(folder)


@pytest.fixture
def described(tmp_path):
    write_graph(KnowledgeGraph.from_triples(FAMILY, SAID), tmp_path / "described")
    return tmp_path / "described"


@settings(max_examples=50)
@given(triples(), st.lists(st.builds(Attribute, *[labels(empty=True)] * 5)))
def test_reads_back_attributes(tmp_path_factory, stated, said):
    path = tmp_path_factory.getbasetemp() / "described-round-trip"
    graph = KnowledgeGraph.from_triples(stated, said)
    write_graph(graph, path)
    again = verify(path)
    assert again == graph
    assert KnowledgeGraph.from_statements(FOLDER.read(path)) == graph
    assert again.fingerprint() == graph.fingerprint()


def test_attributes_are_counted_and_asked_for(described):
    opened = read_graph(described)
    assert read_manifest(described)["attributes"] == len(SAID)
    assert opened.attributes("Bob") == (SAID[2], *SAID[:2])
    assert opened.attributes("Ann") == ()


def test_a_folder_without_attributes_has_no_arrays_of_them(folder):
    assert not [name for name in map_file(folder / ARRAYS).arrays if "attributes" in name]
    assert read_manifest(folder)["attributes"] == 0


def test_the_same_statements_give_the_same_bytes(tmp_path, described):
    write_graph(KnowledgeGraph.from_triples(FAMILY[::-1], SAID[::-1]), tmp_path / "other")
    assert sha256(tmp_path / "other") == sha256(described)


@pytest.mark.parametrize(
    "arrays",
    [
        {"attributes_offsets": np.array([0, 0, 3, 5], np.int64)},
        {"attributes_starts": np.array([0], np.int64)},
        {"attributes_names": np.array([0], np.int32)},
        {"words_offsets": np.array([0], np.int64)},
    ],
)
def test_attributes_that_do_not_fit_are_refused(described, arrays):
    changed(described, **arrays)
    with pytest.raises(GraphFormatError, match="its arrays do not fit each other"):
        read_graph(described)


@pytest.mark.parametrize("name", ["attributes.names", "attributes.starts", "attributes.blob"])
def test_attributes_in_disorder_are_found(described, name):
    array = map_file(described / ARRAYS).arrays[name].copy()
    array[:] = array[::-1] if name == "attributes.names" else array
    if name != "attributes.names":
        array[1] = 255
    changed(described, **{name.replace(".", "_"): array})
    with pytest.raises(GraphFormatError, match="its arrays do not make a graph"):
        verify(described)


def schema_1(folder):
    """The folder as schema 1 had it: no hash of the manifest, no attributes, no fingerprint."""
    arrays = {name: array.copy() for name, array in map_file(folder / ARRAYS).arrays.items()}
    write_arrays(folder / ARRAYS, arrays, {"format": "km-graph", "schema": "1"})
    manifest = read_manifest(folder) | {"schema": 1, "sha256": sha256(folder / ARRAYS)}
    for key in ("attributes", "manifest_sha256"):
        del manifest[key]
    write_json(folder / MANIFEST, manifest)


def test_schema_1_is_read_and_verified_and_said(folder, graph, caplog):
    schema_1(folder)
    with caplog.at_level("INFO"):
        assert verify(folder) == graph
    assert "written by an older version" in caplog.text


def test_halves_of_two_graphs_are_not_one(tmp_path, folder):
    write_graph(KnowledgeGraph.from_triples([("Bob", "likes", "Cid")]), tmp_path / "other")
    shutil.copy(tmp_path / "other" / MANIFEST, folder / MANIFEST)
    with pytest.raises(GraphFormatError, match="are of two different graphs"):
        read_graph(folder)


def assert_refused(read, folder, file, content):
    file.write_bytes(content)
    with pytest.raises(GraphFormatError) as caught:
        read(folder)
    assert str(folder) in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize("name", [MANIFEST, ARRAYS])
def test_cut_at_any_byte_it_is_refused_on_opening(described, name):
    file = described / name
    whole = file.read_bytes()
    for length in range(len(whole)):
        assert_refused(read_graph, described, file, whole[:length])


@pytest.mark.parametrize("name", [MANIFEST, ARRAYS])
def test_missing_files_are_named(described, name):
    (described / name).unlink()
    with pytest.raises(GraphFormatError, match=name):
        read_graph(described)


def test_a_half_written_folder_is_called_that(described):
    (described / MANIFEST).unlink()
    (described / ARRAYS).rename(described / f".{ARRAYS}.17.partial")
    with pytest.raises(GraphFormatError, match="is half written"):
        read_graph(described)


def undetected(folder, flips, rng):
    """Single flipped bits, anywhere in the folder, that ``verify`` does not find."""
    files = [folder / MANIFEST, folder / ARRAYS]
    missed = []
    for _ in range(flips):
        file = rng.choices(files, [1, 3])[0]
        whole = file.read_bytes()
        bit = rng.randrange(8 * len(whole))
        flipped = bytearray(whole)
        flipped[bit // 8] ^= 1 << bit % 8
        file.write_bytes(flipped)
        try:
            verify(folder)
        except KmError as error:
            found = len(str(error).splitlines()) == 1
        else:
            found = False
        if not found:
            missed.append((file.name, bit))
        file.write_bytes(whole)
    return missed


def test_every_flipped_bit_is_found(described):
    assert undetected(described, 500, random.Random(0)) == []


@pytest.mark.slow
def test_every_one_of_ten_thousand_flipped_bits_is_found(tmp_path):
    rng = random.Random(1)
    stated = [(f"e{rng.randrange(300)}", f"r{rng.randrange(9)}", f"e{i}") for i in range(500)]
    said = [Attribute(f"e{i}", "label", f"é{i}", "fr") for i in range(50)]
    write_graph(KnowledgeGraph.from_triples(stated, said), tmp_path / "graph")
    assert undetected(tmp_path / "graph", 10_000, rng) == []


@pytest.mark.slow
def test_every_bit_of_a_small_folder_is_watched(described):
    for file in (described / MANIFEST, described / ARRAYS):
        whole = file.read_bytes()
        for bit in range(8 * len(whole)):
            flipped = bytearray(whole)
            flipped[bit // 8] ^= 1 << bit % 8
            file.write_bytes(flipped)
            with pytest.raises(GraphFormatError):
                verify(described)
        file.write_bytes(whole)


READER = """
import sys
from pathlib import Path
from km_graph.formats.folder import read_graph
folder, stop = Path(sys.argv[1]), Path(sys.argv[2])
first = read_graph(folder)
before = list(first.triples())
print("open", flush=True)
opened, seen = 0, set()
while not stop.exists():
    seen.add(len(list(read_graph(folder).triples())))
    opened += 1
assert list(first.triples()) == before, "the old mapping changed"
print(opened > 0, sorted(seen))
"""


def test_another_process_reads_whole_graphs_while_the_folder_is_replaced(tmp_path, folder):
    stop = tmp_path / "stop"
    command = [sys.executable, "-c", READER, str(folder), str(stop)]
    other = KnowledgeGraph.from_triples([("a", "r", "b")])
    family = KnowledgeGraph.from_triples(FAMILY)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout.readline() == "open\n"
        for i in range(40):
            write_graph(family if i % 2 else other, folder)
        stop.touch()
        said, _ = reader.communicate()
    assert (reader.returncode, said.split(maxsplit=1)[0]) == (0, "True")
    assert set(json.loads(said.split(maxsplit=1)[1])) <= {1, 3}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["graph", "stop"]
