import json
import shutil

import numpy as np
import pytest
from hypothesis import given, settings

from km_graph.errors import GraphFormatError, OutputError
from km_graph.files import sha256
from km_graph.formats.folder import ARRAYS, FOLDER, MANIFEST, read_graph, verify, write_graph
from km_graph.formats.safetensors import map_arrays, write_arrays
from km_graph.graph import KnowledgeGraph
from km_graph.testing import ReaderContract
from km_graph.testing.strategies import triples
from km_graph.vocabulary import Vocabulary

FAMILY = (("Ann", "mother_of", "Bob"), ("Bob", "likes", "Ann"), ("Bob", "likes", "Bob"))


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
    manifest = json.loads((folder / MANIFEST).read_text())
    (folder / MANIFEST).write_text(json.dumps(manifest | {"triples": 4}))
    with pytest.raises(GraphFormatError, match=r"states \{'triples': 4\}"):
        read_graph(folder)


def changed(folder, **arrays):
    """The folder with other arrays and a manifest that takes them for right."""
    old = {name: array.copy() for name, array in map_arrays(folder / ARRAYS).items()}
    new = old | {name.replace("_", "."): array for name, array in arrays.items()}
    write_arrays(folder / ARRAYS, new, {})
    manifest = json.loads((folder / MANIFEST).read_text())
    manifest["sha256"] = sha256(folder / ARRAYS)
    (folder / MANIFEST).write_text(json.dumps(manifest))


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
