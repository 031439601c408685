import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from km_data.contracts import QUESTION_SOURCES, QuestionSource
from km_data.records import Question
from km_data.sources.tog import TOG
from km_data.testing import BadRecord, QuestionSourceContract
from km_graph.errors import DataError

CWQ = {
    "ID": "Test-1_ab",
    "question": "Lou is the mascot of what?",
    "topic_entity": {"m.1": "Lou", "m.2": "Mascot"},
    "answer": "The Team",
    "sparql": "SELECT ?x WHERE {}",
}
WEBQSP = {
    "QuestionId": "Test-2",
    "RawQuestion": "when did it end?",
    "topic_entity": {"m.1": "Lou"},
    "Parses": [
        {"Answers": [{"AnswerArgument": "2014-01-01", "EntityName": None}]},
        {"Answers": [{"AnswerArgument": "m.3", "EntityName": "January"}] * 2},
    ],
}
GRAILQA = {
    "qid": 2101960008000,
    "question": "which play is produced by the illusion?",
    "topic_entity": {"m.4": "The Illusion"},
    "answer": [{"answer_type": "Entity", "answer_argument": "m.5", "entity_name": "A Play"}],
}


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text(json.dumps(rows, indent=4), "utf-8")
    return path


class TestTog(QuestionSourceContract):
    @pytest.fixture
    def source(self) -> QuestionSource:
        return QUESTION_SOURCES.load("tog")

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        return write(tmp_path / "cwq.json", [CWQ, WEBQSP, GRAILQA])

    @pytest.fixture
    def bad(self, tmp_path: Path) -> BadRecord:
        file = write(tmp_path / "bad.json", [CWQ, CWQ | {"answer": 7}])
        return BadRecord(file, file, 12)


def test_each_form_is_read(tmp_path: Path) -> None:
    cwq, webqsp, grailqa = TOG.read(write(tmp_path / "cwq.json", [CWQ, WEBQSP, GRAILQA]))
    assert cwq == Question(
        "Test-1_ab", "Lou is the mascot of what?", topics=("Lou", "Mascot"), answers=("The Team",)
    )
    assert webqsp == Question(
        "Test-2", "when did it end?", topics=("Lou",), answers=("2014-01-01", "January")
    )
    assert (grailqa.id, grailqa.answers) == ("2101960008000", ("A Play",))


def test_entities_are_called_by_id_where_asked(tmp_path: Path) -> None:
    questions = replace(TOG, ids=True).read(write(tmp_path / "cwq.json", [WEBQSP, GRAILQA]))
    assert [(("m.1",), ("2014-01-01", "m.3")), (("m.4",), ("m.5",))] == [
        (question.topics, question.answers) for question in questions
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"answer": []}, "expected at least one answer"),
        ({"answer": {"a": 1}}, "expected a list of objects as 'answer'"),
        ({"answer": [{"entity_name": ""}]}, "expected the key 'answer_argument'"),
        ({"topic_entity": ["m.1"]}, "expected names by id as 'topic_entity'"),
        ({"question": None}, "expected text as 'question'"),
    ],
)
def test_bad_record_is_named(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    with pytest.raises(DataError, match=rf"cwq\.json:2: record 1: {message}"):
        list(TOG.read(write(tmp_path / "cwq.json", [CWQ | change])))
