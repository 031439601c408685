import sys

import pytest

from km_graph import files
from km_graph.exchange import exchange


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux exchanges names")
def test_two_folders_exchange_their_names(tmp_path):
    for name in "ab":
        (tmp_path / name).mkdir()
        (tmp_path / name / f"in-{name}").touch()
    assert exchange(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "a" / "in-b").exists()
    assert (tmp_path / "b" / "in-a").exists()


def test_what_is_not_there_is_not_exchanged(tmp_path):
    (tmp_path / "a").touch()
    assert not exchange(tmp_path / "a", tmp_path / "b")


def test_folders_are_replaced_without_it_too(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "exchange", lambda *_: False)
    for name in "ab":
        (tmp_path / name).mkdir()
        (tmp_path / name / f"in-{name}").touch()
    files.replace_folder(tmp_path / "a", tmp_path / "b")
    assert [path.name for path in tmp_path.rglob("*")] == ["b", "in-a"]
