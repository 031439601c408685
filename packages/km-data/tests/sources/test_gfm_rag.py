import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from km_data.contracts import QUESTION_SOURCES, QuestionSource
from km_data.records import Question
from km_data.sources.gfm_rag import GFM_RAG
from km_data.testing import BadRecord, QuestionSourceContract
from km_graph.errors import DataError

ROW = {
    "id": "5abc",
    "question": "Ada is a professor at what school?",
    "answer": "Knowlton Hall",
    "start_nodes": {"entity": ["ada", "school"], "document": ["ada"]},
    "target_nodes": {"document": ["Knowlton Hall"]},
}


def write(folder: Path, rows: list[dict[str, Any]], split: str = "test") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{split}.json").write_text(json.dumps(rows), "utf-8")
    return folder


class TestGfmRag(QuestionSourceContract):
    @pytest.fixture
    def source(self) -> QuestionSource:
        return QUESTION_SOURCES.load("gfm-rag")

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        write(tmp_path / "good", [ROW | {"id": 7}], split="train")
        return write(tmp_path / "good", [ROW])

    @pytest.fixture
    def bad(self, tmp_path: Path) -> BadRecord:
        folder = write(tmp_path / "bad", [ROW, ROW | {"answer": []}])
        return BadRecord(folder, folder / "test.json", 1)


def test_start_nodes_are_the_topics(tmp_path: Path) -> None:
    (question,) = GFM_RAG.read(write(tmp_path, [ROW]))
    assert question == Question(
        "5abc",
        "Ada is a professor at what school?",
        topics=("ada", "school"),
        answers=("Knowlton Hall",),
    )


def test_split_is_an_option(tmp_path: Path) -> None:
    write(tmp_path / "processed" / "stage1", [ROW | {"id": 7}], split="train")
    write(tmp_path / "processed" / "stage1", [ROW])
    assert ["7", "5abc"] == [question.id for question in GFM_RAG.read(tmp_path)]
    assert ["5abc"] == [question.id for question in replace(GFM_RAG, split="test").read(tmp_path)]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"start_nodes": ["ada"]}, "expected names by type of node as 'start_nodes'"),
        ({"start_nodes": {"entity": "ada"}}, "expected a list of texts as 'entity'"),
        ({"answer": 7}, "expected a list of texts as 'answer', found 7"),
    ],
)
def test_bad_record_is_named(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    with pytest.raises(DataError, match=rf"test\.json:1: {message}"):
        list(GFM_RAG.read(write(tmp_path, [ROW | change])))


def test_folder_without_questions_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"expected train\.json or test\.json"):
        list(GFM_RAG.read(tmp_path))
