import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from km_data.contracts import QUESTION_SOURCES, QuestionSource
from km_data.records import Question
from km_data.sources.nsm import NSM
from km_data.testing import BadRecord, QuestionSourceContract
from km_graph.errors import DataError
from km_graph.graph import Triple

ROW = {
    "id": "Test-1",
    "question": "what does jamaica speak ",
    "entities": [0],
    "answers": [{"kb_id": "m.2", "text": "Patois"}, {"kb_id": "m.3", "text": None}],
    "subgraph": {"entities": [0, 1, 2], "tuples": [[0, 0, 1], [0, 1, 2]]},
}
NAMED = ROW | {"id": "Test-2", "answers": [{"kb_id": 2, "text": "m.3"}]}


def write(folder: Path, rows: list[dict[str, Any]], split: str = "test") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "entities.txt").write_text("m.1\nm.2\nm.3\n", "utf-8")
    (folder / "relations.txt").write_text("speaks\nborders\n", "utf-8")
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / f"{split}_simple.json").write_text(lines, "utf-8")
    return folder


class TestNsm(QuestionSourceContract):
    @pytest.fixture
    def source(self) -> QuestionSource:
        return QUESTION_SOURCES.load("nsm")

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        return write(tmp_path / "good", [ROW, NAMED])

    @pytest.fixture
    def bad(self, tmp_path: Path) -> BadRecord:
        folder = write(tmp_path / "bad", [ROW, NAMED | {"entities": [3]}])
        return BadRecord(folder, folder / "test_simple.json", 2)


def test_numbers_become_labels(tmp_path: Path) -> None:
    first, second = NSM.read(write(tmp_path, [ROW, NAMED]))
    assert first == Question(
        id="Test-1",
        text="what does jamaica speak",
        topics=("m.1",),
        answers=("m.2", "m.3"),
        aliases={"m.2": ("Patois",)},
        triples=(Triple("m.1", "speaks", "m.2"), Triple("m.1", "borders", "m.3")),
    )
    assert (second.answers, second.aliases) == (("m.3",), {})


def test_split_and_graph_are_options(tmp_path: Path) -> None:
    write(tmp_path, [ROW])
    write(tmp_path, [NAMED], split="train")
    assert ["Test-2", "Test-1"] == [question.id for question in NSM.read(tmp_path)]
    (question,) = replace(NSM, split="test", graph=False).read(tmp_path)
    assert (question.id, question.triples) == ("Test-1", ())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"answers": []}, "expected at least one answer"),
        ({"answers": ["m.2"]}, "expected an object with 'kb_id' as answer, found 'm.2'"),
        ({"entities": 0}, "expected a list as 'entities', found 0"),
        ({"subgraph": []}, "expected an object as 'subgraph'"),
        (
            {"subgraph": {"tuples": [[0, 2, 1]]}},
            "expected a line of relations.txt, 0 to 1, found 2",
        ),
        ({"subgraph": {"tuples": [[0, 1]]}}, r"expected \[head, relation, tail\], found \[0, 1\]"),
    ],
)
def test_bad_line_is_named(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    with pytest.raises(DataError, match=rf"test_simple\.json:1: {message}"):
        list(NSM.read(write(tmp_path, [ROW | change])))


def test_missing_labels_are_named(tmp_path: Path) -> None:
    (write(tmp_path, [ROW]) / "relations.txt").unlink()
    with pytest.raises(DataError, match=r"no relations\.txt here"):
        list(NSM.read(tmp_path))


def test_folder_without_questions_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"no NSM questions here, expected train_simple\.json or"):
        list(NSM.read(tmp_path))
