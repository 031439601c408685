import json

import numpy as np
import pytest

from km_graph.errors import GraphFormatError
from km_graph.formats.safetensors import map_arrays, write_arrays

ARRAYS = {
    "bytes": np.frombuffer(b"abc", np.uint8),
    "rows": np.arange(6, dtype=np.int32).reshape(3, 2),
    "numbers": np.array([1, -1], np.int64),
    "none": np.empty(0, np.int64),
}


@pytest.fixture
def path(tmp_path):
    write_arrays(tmp_path / "a.safetensors", ARRAYS, {"made": "here"})
    return tmp_path / "a.safetensors"


def with_header(path, header, data=b""):
    text = json.dumps(header).encode() if not isinstance(header, bytes) else header
    path.write_bytes(len(text).to_bytes(8, "little") + text + data)


def test_maps_what_was_written(path):
    mapped = map_arrays(path)
    assert set(mapped) == set(ARRAYS)
    assert all(np.array_equal(mapped[name], ARRAYS[name]) for name in ARRAYS)
    assert all(mapped[name].dtype == ARRAYS[name].dtype for name in ARRAYS)


def test_mapped_arrays_cannot_be_written(path):
    assert not any(array.flags.writeable for array in map_arrays(path).values())


def test_every_array_is_aligned(path):
    assert all(array.flags.aligned for array in map_arrays(path).values())


def test_other_libraries_read_it(path):
    loaded = pytest.importorskip("safetensors.numpy").load_file(path)
    assert all(np.array_equal(loaded[name], ARRAYS[name]) for name in ARRAYS)


def test_the_same_arrays_give_the_same_bytes(path, tmp_path):
    write_arrays(tmp_path / "b", dict(reversed(ARRAYS.items())), {"made": "here"})
    assert (tmp_path / "b").read_bytes() == path.read_bytes()


def test_cut_anywhere_it_is_refused(path):
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        with pytest.raises(GraphFormatError, match=r"a\.safetensors: "):
            map_arrays(path)


def test_bytes_too_many_are_refused(path):
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(GraphFormatError, match="bytes of arrays, found"):
        map_arrays(path)


@pytest.mark.parametrize(
    "header",
    [
        b"not JSON",
        b"[" * 100_000,
        [],
        {"a": 1},
        {"a": {}},
        {"a": {"dtype": "F99", "shape": [1], "data_offsets": [0, 8]}},
        {"a": {"dtype": "I64", "shape": [-1], "data_offsets": [0, 8]}},
        {"a": {"dtype": "I64", "shape": [1.0], "data_offsets": [0, 8]}},
        {"a": {"dtype": "I64", "shape": ["1"], "data_offsets": [0, 8]}},
        {"a": {"dtype": "I64", "shape": [1], "data_offsets": [0]}},
    ],
)
def test_a_header_of_another_form_is_refused(path, header):
    with_header(path, header, bytes(8))
    with pytest.raises(GraphFormatError, match="its header is not one of a safetensors file"):
        map_arrays(path)


@pytest.mark.parametrize(
    "places",
    [
        [([2], 0, 8)],
        [([1], 0, 8), ([1], 0, 8)],
        [([1], 0, 8), ([1], 16, 24)],
        [([1], 8, 16)],
        [([1], 8, 0)],
        [([0, 10**30], 0, 0)],
    ],
)
def test_arrays_that_overlap_leave_holes_or_do_not_fit_are_refused(path, places):
    header = {
        str(i): {"dtype": "I64", "shape": shape, "data_offsets": [start, stop]}
        for i, (shape, start, stop) in enumerate(places)
    }
    with_header(path, header, bytes(24))
    with pytest.raises(GraphFormatError, match="arrays do not fit"):
        map_arrays(path)


@pytest.mark.parametrize("name", ["absent", "."])
def test_what_cannot_be_read_is_named(tmp_path, name):
    with pytest.raises(GraphFormatError):
        map_arrays(tmp_path / name)
