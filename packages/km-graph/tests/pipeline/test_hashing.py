import os
from pathlib import Path

from km_graph.files import sha256
from km_graph.pipeline.hashing import HashCache

LONG_AGO = 1_600_000_000


def old(path: Path, text: str) -> Path:
    path.write_text(text)
    os.utime(path, (LONG_AGO, LONG_AGO))
    return path


def test_hashes_are_those_of_files(tmp_path: Path) -> None:
    (tmp_path / "data" / "inner").mkdir(parents=True)
    (tmp_path / "data" / "inner" / "a").write_text("a")
    (tmp_path / "data" / ".hidden").write_text("b")
    cache = HashCache(tmp_path / "cache")
    assert sha256(tmp_path / "data") == cache.sha256(tmp_path / "data")


def test_same_size_and_time_but_other_content_is_noticed(tmp_path: Path) -> None:
    cache = HashCache(tmp_path / "cache")
    before = cache.sha256(old(tmp_path / "file", "aaa"))
    after = cache.sha256(old(tmp_path / "file", "bbb"))
    assert before != after


def test_a_file_just_written_is_not_remembered(tmp_path: Path) -> None:
    cache = HashCache(tmp_path / "cache")
    (tmp_path / "file").write_text("a")
    cache.sha256(tmp_path / "file")
    assert cache.known == {}


def test_what_is_remembered_is_used_again(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("a")
    stat = path.stat()
    stamp = [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino, stat.st_dev]
    cache = HashCache(tmp_path / "cache")
    cache.known[str(path)] = (stamp, "remembered")
    cache.save()
    assert HashCache(tmp_path / "cache").sha256(path) == "remembered"
