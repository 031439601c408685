import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from km_data.contracts import QUESTION_SOURCES, QuestionSource
from km_data.records import Question, write_records
from km_data.sources.jsonl import JSONL
from km_data.sources.problems import Skipped
from km_data.testing import QUESTIONS, BadRecord, QuestionSourceContract
from km_graph.errors import DataError
from km_graph.formats.compression import COMPRESSIONS

GOOD = '{"id": "1", "text": "Why?", "answers": ["a"]}\n'


class TestJsonl(QuestionSourceContract):
    @pytest.fixture
    def source(self) -> QuestionSource:
        return QUESTION_SOURCES.load("jsonl")

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        write_records(tmp_path / "questions.jsonl", QUESTIONS)
        return tmp_path / "questions.jsonl"

    @pytest.fixture
    def bad(self, tmp_path: Path) -> BadRecord:
        file = tmp_path / "bad.jsonl"
        file.write_text(GOOD + '\n{"id": "2", "text": "?", "answers": "a"}\n', "utf-8")
        return BadRecord(file, file, 3)


def test_reads_what_was_written(tmp_path: Path) -> None:
    write_records(tmp_path / "questions.jsonl", QUESTIONS)
    assert list(QUESTIONS) == list(JSONL.read(tmp_path / "questions.jsonl"))


@pytest.mark.parametrize("packing", COMPRESSIONS, ids=lambda packing: packing.name)
def test_packed_files_are_read(tmp_path: Path, packing: Any) -> None:
    if packing.suffix == ".zst":
        pytest.importorskip("backports.zstd")
    path = tmp_path / f"questions.jsonl{packing.suffix}"
    with path.open("wb") as file, packing.packed(file) as packed:
        packed.write(GOOD.encode())
    assert [Question("1", "Why?", answers=("a",))] == list(JSONL.read(path))


def test_folder_of_files_is_read(tmp_path: Path) -> None:
    (tmp_path / "b.jsonl").write_text(GOOD.replace('"1"', '"2"'), "utf-8")
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(GOOD.encode()))
    (tmp_path / "questions.meta.json").write_text("{}", "utf-8")
    assert ["1", "2"] == [question.id for question in JSONL.read(tmp_path)]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"id": "1"}, "expected the key 'text' in a question"),
        ({"id": "1", "text": "?", "answers": "Paris"}, "expected a list of texts as 'answers'"),
        ({"id": "1", "text": "?", "answers": []}, "expected at least one answer; leave 'answers'"),
        ({"id": "1", "text": "?", "answers": [" "]}, "an answer is blank"),
        ({"id": "", "text": "?"}, "an id is blank"),
        ({"id": "1", "text": "?", "aliases": {"a": [""]}}, "an alias is blank"),
        (
            {"id": "1", "text": "?", "topics": ["x" * 10_485_760]},
            "a topic of 10,485,760 characters",
        ),
        ({"id": "1", "text": "?", "triples": [["a", "r"]]}, r"expected \[head, relation, tail\]"),
        (["1", "?"], "expected a JSON object, found"),
    ],
)
def test_bad_line_is_named(tmp_path: Path, row: Any, message: str) -> None:
    file = tmp_path / "mine.jsonl"
    file.write_text(f"{GOOD}{json.dumps(row)}\n", "utf-8")
    with pytest.raises(DataError, match=rf"mine\.jsonl:2: {message}"):
        list(JSONL.read(file))


def test_many_answers_are_read(tmp_path: Path) -> None:
    answers = tuple(f"answer {number}" for number in range(1500))
    write_records(tmp_path / "many.jsonl", [Question("1", "?", answers=answers)])
    (question,) = JSONL.read(tmp_path / "many.jsonl")
    assert answers == question.answers


def test_lines_of_another_encoding_are_left_out(tmp_path: Path) -> None:
    file = tmp_path / "mixed.jsonl"
    french = '{"id": "2", "text": "Où ?"}\n'
    file.write_bytes(GOOD.encode() + french.encode("latin-1") + french.encode())
    skipped = Skipped()
    assert ["1", "2"] == [question.id for question in JSONL.read(file, skipped)]
    assert ["mixed.jsonl:2: expected utf-8 text, found the bytes b'\\xf9'"] == [
        str(problem).replace(f"{tmp_path}/", "") for problem in skipped.listed
    ]


def test_torn_gzip_is_named_whatever_becomes_of_bad_lines(tmp_path: Path) -> None:
    file = tmp_path / "torn.jsonl.gz"
    lines = "".join(f'{{"id": "{n}", "text": "{hash(str(n))}?"}}\n' for n in range(20_000))
    whole = gzip.compress(lines.encode())
    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DataError, match=r"torn\.jsonl\.gz:\d+: the gzip data ends too early"):
        list(JSONL.read(file, Skipped()))


def test_many_problems_are_counted_and_the_first_listed() -> None:
    skipped = Skipped()
    for line in range(1000):
        skipped(DataError("mine.jsonl", "no", line=line))
    assert (1000, 20) == (skipped.count, len(skipped.listed))
