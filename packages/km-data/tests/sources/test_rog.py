import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from km_data.contracts import QUESTION_SOURCES, QuestionSource
from km_data.own_graphs import graph_of
from km_data.records import Question
from km_data.sources.rog import ROG
from km_data.testing import GRAPH, BadRecord, QuestionSourceContract
from km_graph.errors import DataError
from km_graph.graph import Triple

REAL = Path(__file__).parents[5] / "shared" / "data" / "cwq_mini" / "questions.jsonl.gz"

ROWS: list[dict[str, Any]] = [
    {
        "id": "Test-0",
        "question": "what do people in Jamaica speak",
        "answer": ["Jamaican English", "Patois", "Jamaican English"],
        "q_entity": ["Jamaica"],
        "a_entity": ["Jamaican English", "Jamaican Creole", "Jamaican English"],
        "graph": [
            ["Jamaica", "location.country.languages_spoken", "Jamaican English"],
            ["Jamaica", "location.country.languages_spoken", "Jamaican Creole"],
        ],
        "choices": [],
    },
    {
        "id": "Test-1",
        "question": "where did the singer study",
        "answer": ["Belmont University"],
        "q_entity": ["Brad Paisley"],
        "a_entity": ["Belmont University"],
        "graph": [
            ["Brad Paisley", "people.person.education", "m.0h3d7qj"],
            ["m.0h3d7qj", "education.education.institution", "Belmont University"],
        ],
        "choices": [],
    },
]


def write_lines(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def write_parquet(path: Path, rows: list[dict[str, Any]]) -> Path:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows), path)
    return path


class TestRogLines(QuestionSourceContract):
    @pytest.fixture
    def source(self) -> QuestionSource:
        return QUESTION_SOURCES.load("rog")

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        return write_lines(tmp_path / "rows.jsonl", ROWS)

    @pytest.fixture
    def bad(self, tmp_path: Path) -> BadRecord:
        file = write_lines(tmp_path / "bad.jsonl", [ROWS[0], ROWS[1] | {"answer": "one"}])
        return BadRecord(file, file, 2)


class TestRogParquet(QuestionSourceContract):
    @pytest.fixture
    def source(self) -> QuestionSource:
        return QUESTION_SOURCES.load("rog")

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        return write_parquet(tmp_path / "rows" / "test-00000-of-00001.parquet", ROWS).parent

    @pytest.fixture
    def bad(self, tmp_path: Path) -> BadRecord:
        file = write_parquet(tmp_path / "bad.parquet", [ROWS[0], ROWS[1] | {"answer": []}])
        return BadRecord(file, file, 2)


def test_row_is_a_question_with_its_own_graph(tmp_path: Path) -> None:
    first, second = ROG.read(write_lines(tmp_path / "rows.jsonl", ROWS))
    assert first == Question(
        id="Test-0",
        text="what do people in Jamaica speak",
        topics=("Jamaica",),
        answers=("Jamaican English", "Patois"),
        aliases={"Patois": ("Jamaican Creole",)},
        triples=(
            Triple("Jamaica", "location.country.languages_spoken", "Jamaican English"),
            Triple("Jamaica", "location.country.languages_spoken", "Jamaican Creole"),
        ),
    )
    graph = graph_of(second, GRAPH)
    assert (3, 2) == (graph.n_entities, graph.n_triples)
    assert ("m.0h3d7qj", "education.education.institution", "Belmont University") in graph


def test_all_kinds_of_file_give_the_same(tmp_path: Path) -> None:
    lines = list(ROG.read(write_lines(tmp_path / "rows.jsonl", ROWS)))
    array = tmp_path / "rows.json"
    array.write_text(json.dumps(ROWS, indent=1), "utf-8")
    assert lines == list(ROG.read(array))
    assert lines == list(ROG.read(write_parquet(tmp_path / "rows.parquet", ROWS)))


def test_dataset_on_disk_is_read(tmp_path: Path) -> None:
    datasets = pytest.importorskip("datasets")
    datasets.disable_progress_bars()
    parts = {
        "test": datasets.Dataset.from_list(ROWS),
        "train": datasets.Dataset.from_list(ROWS[:1]),
    }
    datasets.DatasetDict(parts).save_to_disk(str(tmp_path / "both"))
    expected = list(ROG.read(write_lines(tmp_path / "rows.jsonl", ROWS)))
    assert expected == list(replace(ROG, split="test").read(tmp_path / "both"))
    assert expected == list(ROG.read(tmp_path / "both" / "test"))
    assert [*expected, expected[0]] == list(ROG.read(tmp_path / "both"))
    with pytest.raises(DataError, match="has no split 'dev', it has test, train"):
        list(replace(ROG, split="dev").read(tmp_path / "both"))


def test_split_of_a_folder_is_read(tmp_path: Path) -> None:
    write_parquet(tmp_path / "data" / "test-00000-of-00001.parquet", ROWS[:1])
    write_parquet(tmp_path / "data" / "train-00000-of-00001.parquet", ROWS[1:])
    assert ["Test-1"] == [q.id for q in replace(ROG, split="train").read(tmp_path)]
    assert ["Test-0", "Test-1"] == [q.id for q in ROG.read(tmp_path)]
    with pytest.raises(DataError, match="without files of the split 'dev'"):
        list(replace(ROG, split="dev").read(tmp_path))


def test_graph_need_not_be_read(tmp_path: Path) -> None:
    file = write_parquet(tmp_path / "rows.parquet", ROWS)
    assert all(question.triples == () for question in replace(ROG, graph="").read(file))


def test_many_answers_are_read(tmp_path: Path) -> None:
    answers = [f"entity {number}" for number in range(1500)]
    row = ROWS[0] | {"answer": [*answers, *answers], "a_entity": []}
    (question,) = ROG.read(write_lines(tmp_path / "rows.jsonl", [row]))
    assert tuple(answers) == question.answers


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"answer": "Patois"}, "expected a list of texts as 'answer', found 'Patois'"),
        ({"answer": []}, "expected at least one answer, found none"),
        ({"answer": None}, "expected a list of texts as 'answer', found None"),
        ({"answer": [""]}, "an answer is blank"),
        ({"answer": ["\ud800"]}, "an answer is not Unicode text"),
        ({"question": " "}, "a question is blank"),
        ({"q_entity": "Jamaica"}, "expected a list of texts as 'q_entity'"),
        ({"id": 1.5}, "expected text as 'id', found float"),
        (
            {"graph": [["a", "b"]]},
            r"expected \[head, relation, tail\] as 'graph', found \['a', 'b'\]",
        ),
        ({"graph": [["a", "b", 3]]}, r"expected \[head, relation, tail\] as 'graph'"),
        ({"graph": [["a", "b", "c" * 10_485_760]]}, "a label of 10,485,760 characters"),
        ({"question": "?" * 10_485_760}, "a question of 10,485,760 characters"),
    ],
)
def test_bad_row_is_named(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    file = write_lines(tmp_path / "rows.jsonl", [ROWS[0] | change])
    with pytest.raises(DataError, match=rf"rows\.jsonl:1: {message}"):
        list(ROG.read(file))


@pytest.mark.parametrize("column", ["id", "question", "answer", "q_entity", "graph"])
def test_missing_column_is_named(tmp_path: Path, column: str) -> None:
    rows = [{key: value for key, value in row.items() if key != column} for row in ROWS]
    for file in (
        write_lines(tmp_path / "rows.jsonl", rows),
        write_parquet(tmp_path / "rows.parquet", rows),
    ):
        with pytest.raises(DataError, match=f":1: expected the key '{column}'; there are "):
            list(ROG.read(file))


def test_torn_parquet_is_named(tmp_path: Path) -> None:
    file = write_parquet(tmp_path / "rows.parquet", ROWS)
    file.write_bytes(file.read_bytes()[:-100])
    with pytest.raises(DataError, match=r"rows\.parquet: expected Parquet"):
        list(ROG.read(file))


@pytest.mark.skipif(
    not REAL.is_file(), reason="needs the CWQ questions, which are not ours to ship"
)
def test_rows_of_other_names_are_read_through_options() -> None:
    source = replace(ROG, answers="a_entity", entities="", graph="evidence")
    questions = list(source.read(REAL))
    assert len(questions) == 2328
    assert sum(bool(question.triples) for question in questions) == 2155
    assert sum(len(question.triples) for question in questions) == 13_495
