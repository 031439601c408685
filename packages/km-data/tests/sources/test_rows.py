import gzip
import json
from pathlib import Path

import pytest

from km_data.sources.problems import Skipped
from km_data.sources.rows import read_rows
from km_graph.errors import DataError


def test_array_that_is_cut_short_is_named(tmp_path: Path) -> None:
    rows = [{"id": str(number), "text": str(hash(str(number)))} for number in range(50_000)]
    packed = gzip.compress(json.dumps(rows, indent=1).encode())
    (tmp_path / "rows.json.gz").write_bytes(packed[: len(packed) // 2])
    with pytest.raises(DataError, match=r"rows\.json\.gz:\d+: the gzip data ends too early"):
        list(read_rows(tmp_path / "rows.json.gz", Skipped()))


def test_lines_and_array_are_told_apart_by_content(tmp_path: Path) -> None:
    (tmp_path / "lines.json").write_bytes(b'\xef\xbb\xbf{"a": 1}\n{"a": 2}\n')
    (tmp_path / "array.jsonl").write_text('\n [{"a": 1},\n{"a": 2}]', "utf-8")
    assert [1, 2] == [record.value["a"] for record in read_rows(tmp_path / "lines.json")]
    assert [(2, 1), (3, 2)] == [(r.line, r.number) for r in read_rows(tmp_path / "array.jsonl")]


def test_value_that_is_no_object_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "rows.json").write_text('[{"a": 1},\n[2], {"a": 3}]', "utf-8")
    skipped = Skipped()
    assert [1, 3] == [r.value["a"] for r in read_rows(tmp_path / "rows.json", skipped)]
    assert "rows.json:2: expected a JSON object, found '[2]'" in str(skipped.listed[0])


def test_empty_file_has_no_rows(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").touch()
    assert list(read_rows(tmp_path / "rows.jsonl")) == []


def test_folder_without_rows_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"is a folder without files \.jsonl, \.ndjson, \.parquet"):
        list(read_rows(tmp_path))
