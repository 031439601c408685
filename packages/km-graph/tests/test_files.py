import os
from pathlib import Path

import pytest

from km_graph.errors import DataError, OutputError
from km_graph.files import (
    atomic_file,
    atomic_folder,
    read_json,
    read_jsonl,
    sha256,
    write_json,
    write_jsonl,
)


class Interrupted(BaseException):
    """Like KeyboardInterrupt: not an Exception."""


def write_and_raise(context, error):
    with context as target:
        if isinstance(target, Path):
            (target / "new").touch()
        else:
            target.write("new")
        raise error


def test_a_file_takes_its_name_when_it_is_whole(tmp_path):
    path = tmp_path / "new" / "file.txt"
    with atomic_file(path) as stream:
        stream.write("a\nb\n")
        assert not path.exists()
    assert path.read_bytes() == b"a\nb\n"


@pytest.mark.parametrize("error", [ValueError, Interrupted])
def test_an_error_leaves_the_old_file_and_nothing_else(tmp_path, error):
    path = tmp_path / "file.txt"
    path.write_text("old")
    with pytest.raises(error):
        write_and_raise(atomic_file(path), error)
    assert path.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["file.txt"]


@pytest.mark.parametrize("error", [ValueError, Interrupted])
def test_an_error_leaves_the_old_folder_and_nothing_else(tmp_path, error):
    path = tmp_path / "folder"
    path.mkdir()
    (path / "old").touch()
    with pytest.raises(error):
        write_and_raise(atomic_folder(path), error)
    assert [file.name for file in tmp_path.rglob("*")] == ["folder", "old"]


def test_a_folder_replaces_the_older_one(tmp_path):
    path = tmp_path / "folder"
    path.mkdir()
    (path / "old").touch()
    with atomic_folder(path) as folder:
        (folder / "new").touch()
    assert [file.name for file in tmp_path.rglob("*")] == ["folder", "new"]


def test_a_file_below_a_file_cannot_be_written(tmp_path):
    (tmp_path / "file").touch()
    path = tmp_path / "file" / "below.txt"
    with pytest.raises(OutputError, match="cannot write") as caught, atomic_file(path):
        pass
    assert caught.value.path == str(path)


def test_a_folder_below_a_file_cannot_be_written(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot write"), atomic_folder(tmp_path / "file" / "x"):
        pass


def test_a_file_does_not_replace_a_folder(tmp_path):
    with pytest.raises(OutputError, match="directory"), atomic_file(tmp_path):
        pass


def test_a_folder_does_not_replace_a_file(tmp_path):
    path = tmp_path / "file"
    path.write_text("old")
    with pytest.raises(OutputError, match="a file of that name is there"), atomic_folder(path):
        pass
    assert path.read_text() == "old"


def test_an_output_error_inside_passes_as_it_is(tmp_path):
    inner = OutputError("elsewhere", "full")
    with pytest.raises(OutputError, match="elsewhere") as caught, atomic_folder(tmp_path / "x"):
        raise inner
    assert caught.value is inner


def test_json_round_trip(tmp_path):
    write_json(tmp_path / "a.json", {"city": "Köln"})
    assert read_json(tmp_path / "a.json") == {"city": "Köln"}


def test_missing_json_is_named(tmp_path):
    with pytest.raises(DataError, match="no such file"):
        read_json(tmp_path / "a.json")


def test_broken_json_is_named(tmp_path):
    (tmp_path / "a.json").write_text("{")
    with pytest.raises(DataError, match="expected JSON"):
        read_json(tmp_path / "a.json")


def test_jsonl_round_trip_counts_and_numbers_lines(tmp_path):
    rows = [{"a": "\u2028"}, {"b": [1]}]
    assert write_jsonl(tmp_path / "a.jsonl", rows) == 2
    assert list(read_jsonl(tmp_path / "a.jsonl")) == list(enumerate(rows, 1))


@pytest.mark.parametrize("line", ["{", "[1]"])
def test_a_line_that_is_no_object_is_named(tmp_path, line):
    (tmp_path / "a.jsonl").write_text(f'{{"a": 1}}\n\n{line}\n')
    with pytest.raises(DataError, match="expected a JSON object") as caught:
        list(read_jsonl(tmp_path / "a.jsonl"))
    assert caught.value.line == 3


@pytest.mark.parametrize("name", ["missing.jsonl", "."])
def test_jsonl_that_cannot_be_read_is_named(tmp_path, name):
    with pytest.raises(DataError):
        list(read_jsonl(tmp_path / name))


def test_jsonl_that_is_no_utf8_is_named(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(b"\xff\n")
    with pytest.raises(DataError, match="expected UTF-8 text"):
        list(read_jsonl(tmp_path / "a.jsonl"))


def test_the_hash_of_a_folder_is_of_names_and_contents(tmp_path):
    (tmp_path / "a").write_text("x")
    before = sha256(tmp_path)
    (tmp_path / ".hidden").write_text("y")
    assert sha256(tmp_path) == before
    (tmp_path / "a").rename(tmp_path / "b")
    assert sha256(tmp_path) != before


@pytest.fixture
def flushed(monkeypatch):
    """The names of what is flushed to disk, in order."""
    names = []
    flush = os.fsync

    def record(handle):
        names.append(Path(f"/proc/self/fd/{handle}").resolve().name)
        flush(handle)

    monkeypatch.setattr(os, "fsync", record)
    return names


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc to name open files")
def test_a_file_is_flushed_and_then_its_folder(tmp_path, flushed):
    with atomic_file(tmp_path / "file.txt") as stream:
        stream.write("a")
    assert flushed == [f".file.txt.{os.getpid()}.partial", tmp_path.name]


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc to name open files")
def test_a_folder_is_flushed_with_all_in_it_and_then_its_name(tmp_path, flushed):
    with atomic_folder(tmp_path / "folder") as folder:
        (folder / "in").mkdir()
        (folder / "in" / "file").touch()
    assert flushed == ["in", "file", f".folder.{os.getpid()}.partial", tmp_path.name]
