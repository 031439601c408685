from pathlib import Path

import pytest
from pydantic import ValidationError

from km_data.records import Question, read_questions, write_records
from km_data.steps.split import SPLIT, SplitOptions
from km_graph.errors import DataError
from km_graph.files import read_json
from km_graph.step import StepContext


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    rows = [
        Question(f"{topic}/{template}", "?", (f"e{topic}",), ("a",), hops=1, template=template)
        for topic in range(200)
        for template in ("t1", "t2!")
    ]
    write_records(tmp_path / "questions.jsonl", rows)
    return tmp_path / "questions.jsonl"


def ids(file: Path) -> list[str]:
    return [question.id for question in read_questions(file)]


def test_writes_the_parts_and_tells_of_them(questions: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    summary = SPLIT.run(SplitOptions(questions=questions), StepContext(out))
    parts = {part: ids(out / f"{part}.jsonl") for part in ("train", "validation", "test")}
    assert {part: len(rows) for part, rows in parts.items()} == {p: summary[p] for p in parts}
    assert sum(map(len, parts.values())) + summary["dropped"] == 400
    assert summary["leaks"] == 0
    assert {"1": summary["train"]} == summary["per_hop"]["train"]


def test_held_out_questions_are_in_the_test_and_by_themselves(
    questions: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    SPLIT.run(SplitOptions(questions=questions), StepContext(out))
    held_out = ids(out / "held_out.jsonl")
    assert held_out == [i for i in ids(out / "test.jsonl") if i.endswith("!")]
    assert not any(i.endswith("!") for i in ids(out / "train.jsonl"))
    assert read_json(out / "split.json")["held_out_templates"] == ["t2!"]


def test_seed_decides(questions: Path, tmp_path: Path) -> None:
    options = SplitOptions(questions=questions)
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        SPLIT.run(options, StepContext(tmp_path / name, seed=seed))
    a, b, c = (ids(tmp_path / name / "test.jsonl") for name in "abc")
    assert a == b != c


def test_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").touch()
    with pytest.raises(DataError, match="holds no question"):
        SPLIT.run(SplitOptions(questions=tmp_path / "empty.jsonl"), StepContext(tmp_path))


def test_unknown_grouping_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="by"):
        SplitOptions(questions=tmp_path, by=["colour"])
