import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from km_data.contracts import QUESTION_SOURCES, QuestionSource
from km_data.records import Question
from km_data.sources.instructions import ALPACA, SHAREGPT
from km_data.testing import BadRecord, QuestionSourceContract
from km_graph.errors import DataError

ALPACA_ROWS: list[dict[str, Any]] = [
    {"instruction": "Name the capital.", "input": "France", "output": "Paris"},
    {"instruction": "Name two colours.", "input": "", "output": "Red\n\n Blue \nRed\n"},
]
TURNS = [
    {"from": "system", "value": "Be brief."},
    {"from": "human", "value": "Who wrote it?"},
    {"from": "gpt", "value": "Ada\nEve"},
    {"from": "human", "value": "And when?"},
    {"from": "gpt", "value": "1843"},
]


def write(path: Path, rows: list[Any]) -> Path:
    path.write_text(json.dumps(rows), "utf-8")
    return path


class TestAlpaca(QuestionSourceContract):
    @pytest.fixture
    def source(self) -> QuestionSource:
        return QUESTION_SOURCES.load("alpaca")

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        return write(tmp_path / "rows.json", ALPACA_ROWS)

    @pytest.fixture
    def bad(self, tmp_path: Path) -> BadRecord:
        file = write(tmp_path / "bad.json", [*ALPACA_ROWS, {"instruction": "?"}])
        return BadRecord(file, file, 1)


class TestShareGpt(QuestionSourceContract):
    @pytest.fixture
    def source(self) -> QuestionSource:
        return QUESTION_SOURCES.load("sharegpt")

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        return write(tmp_path / "rows.json", [{"conversations": TURNS}, {"conversations": TURNS}])

    @pytest.fixture
    def bad(self, tmp_path: Path) -> BadRecord:
        file = write(
            tmp_path / "bad.json", [{"conversations": TURNS}, {"conversations": TURNS[3:4]}]
        )
        return BadRecord(file, file, 1)


def test_output_lines_are_answers(tmp_path: Path) -> None:
    assert [
        Question("rows-1", "Name the capital.\nFrance", answers=("Paris",)),
        Question("rows-2", "Name two colours.", answers=("Red", "Blue")),
    ] == list(ALPACA.read(write(tmp_path / "rows.json", ALPACA_ROWS)))


def test_keys_are_options(tmp_path: Path) -> None:
    file = write(tmp_path / "rows.json", [{"id": 7, "prompt": "Who?", "response": "Ada"}])
    source = replace(ALPACA, instruction="prompt", output="response")
    assert [Question("7", "Who?", answers=("Ada",))] == list(source.read(file))


def test_first_exchange_is_a_question(tmp_path: Path) -> None:
    file = write(tmp_path / "rows.json", [{"id": "a", "conversations": TURNS}])
    assert [Question("a", "Who wrote it?", answers=("Ada", "Eve"))] == list(SHAREGPT.read(file))


def test_each_exchange_can_be_one(tmp_path: Path) -> None:
    file = write(tmp_path / "rows.json", [{"conversations": TURNS}])
    questions = list(replace(SHAREGPT, each=True).read(file))
    assert [("rows-1/1", "Who wrote it?"), ("rows-1/2", "And when?")] == [
        (question.id, question.text) for question in questions
    ]


def test_messages_are_read_too(tmp_path: Path) -> None:
    turns = [{"role": "user", "content": "Who?"}, {"role": "assistant", "content": "Ada"}]
    (question,) = SHAREGPT.read(write(tmp_path / "rows.json", [{"messages": turns}]))
    assert (question.text, question.answers) == ("Who?", ("Ada",))


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"instruction": "?"}, "expected the key 'output'; there are instruction"),
        ({"instruction": "?", "output": " \n "}, "expected at least one answer"),
        ({"instruction": "", "output": "x"}, "a question is blank"),
        ({"instruction": "?", "output": ["x"]}, "expected text as 'output', found list"),
        ("text", "expected a JSON object, found '\"text\"'"),
    ],
)
def test_bad_alpaca_row_is_named(tmp_path: Path, row: Any, message: str) -> None:
    with pytest.raises(DataError, match=rf"rows\.json:1: {message}"):
        list(ALPACA.read(write(tmp_path / "rows.json", [row])))


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"text": "?"}, "expected the key 'conversations'; there are text"),
        ({"conversations": "?"}, "expected a list of objects as 'conversations'"),
        ({"conversations": []}, "expected a human and an answer in 'conversations', found nobody"),
        ({"conversations": TURNS[:2]}, "found system, human"),
        ({"conversations": [{"from": "human"}]}, "expected the key 'value'"),
    ],
)
def test_bad_conversation_is_named(tmp_path: Path, row: Any, message: str) -> None:
    with pytest.raises(DataError, match=rf"rows\.json:1: .*{message}"):
        list(SHAREGPT.read(write(tmp_path / "rows.json", [row])))
