import json
from pathlib import Path as FilePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from km_data.records import (
    Example,
    Prediction,
    Question,
    read_examples,
    read_predictions,
    read_questions,
    write_records,
)
from km_graph.errors import DataError
from km_graph.graph import Triple
from km_graph.paths import Path
from km_graph.relation_path import Hop, RelationPath

labels = st.text(min_size=1, max_size=8)
relation_paths = st.lists(st.builds(Hop, labels, st.booleans()), min_size=1, max_size=3).map(
    RelationPath
)
triples = st.builds(Triple, labels, labels, labels)


@st.composite
def questions(draw: st.DrawFn) -> Question:
    text = draw(st.text(max_size=20))
    spans = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
    return Question(
        id=draw(labels),
        text=text,
        topics=tuple(draw(st.lists(labels, max_size=2))),
        answers=tuple(draw(st.lists(labels, max_size=3))),
        aliases=draw(st.dictionaries(labels, st.lists(labels, max_size=2).map(tuple), max_size=2)),
        mentions=tuple((min(span), max(span)) for span in draw(st.lists(spans, max_size=2))),
        relation_paths=tuple(draw(st.lists(relation_paths, max_size=2))),
        hops=draw(st.none() | st.integers(0, 5)),
        template=draw(st.none() | labels),
        removed=tuple(draw(st.lists(triples, max_size=2))),
        added=tuple(draw(st.lists(triples, max_size=2))),
    )


@given(questions())
def test_question_round_trips_through_json(question: Question) -> None:
    written = json.dumps(question.to_json(), ensure_ascii=False)
    assert question == Question.from_json(json.loads(written))


def test_records_round_trip_through_a_file(tmp_path: FilePath) -> None:
    path = Path(("Paris", "France"), RelationPath.parse("^capital"))
    prediction = Prediction(
        "1", ("France",), (0.5,), (path,), (path.relation_path,), "<PATH>^capital</PATH>", 4, 0.25
    )
    write_records(tmp_path / "predictions.jsonl", [prediction])
    assert [prediction] == list(read_predictions(tmp_path / "predictions.jsonl"))


def test_examples_round_trip_through_a_file(tmp_path: FilePath) -> None:
    examples = [Example("1/planning", "Question: é\n", "<PATH>r</PATH>")]
    assert write_records(tmp_path / "examples.jsonl", examples) == 1
    assert examples == list(read_examples(tmp_path / "examples.jsonl"))


def test_empty_values_are_not_written() -> None:
    assert Question("1", "Why?").to_json() == {"id": "1", "text": "Why?"}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"id": "1"}, "expected the key 'text' in a question"),
        ({"id": "1", "text": "?", "answer": []}, "unknown key 'answer'; expected added, aliases"),
        ({"id": "1", "text": 7}, "expected text as 'text', found int"),
        ({"id": "1", "text": "?", "answers": "Paris"}, "expected a list of texts as 'answers'"),
        ({"id": "1", "text": "?", "answers": [7]}, "expected a list of texts as 'answers'"),
        ({"id": "1", "text": "?", "aliases": []}, "expected lists of texts by answer"),
        ({"id": "1", "text": "?", "aliases": {"a": "b"}}, "expected a list of texts as 'a'"),
        ({"id": "1", "text": "?", "mentions": [[0, 9]]}, "expected a start and an end within"),
        ({"id": "1", "text": "?", "mentions": [[0]]}, "expected a start and an end within"),
        ({"id": "1", "text": "?", "hops": "2"}, "expected a count as 'hops'"),
        ({"id": "1", "text": "?", "template": 3}, "expected text as 'template'"),
        ({"id": "1", "text": "?", "answerable": "no"}, "expected true or false as 'answerable'"),
        ({"id": "1", "text": "?", "answers": ["a"], "answerable": False}, "expected no answers"),
        ({"id": "1", "text": "?", "removed": ["a"]}, "tail. as 'removed'"),
        ({"id": "1", "text": "?", "relation_paths": ["a//b"]}, "'a//b' is not a relation path"),
    ],
)
def test_bad_question_is_refused_with_its_line(
    tmp_path: FilePath, row: dict[str, object], message: str
) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text('{"id": "0", "text": "Why?"}\n' + json.dumps(row) + "\n", "utf-8")
    with pytest.raises(DataError, match=message) as caught:
        list(read_questions(file))
    assert (str(file), 2) == (caught.value.source, caught.value.line)


def test_line_that_is_no_json_is_refused(tmp_path: FilePath) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text("\nWhy?\n", "utf-8")
    with pytest.raises(DataError, match="expected a JSON object") as caught:
        list(read_questions(file))
    assert caught.value.line == 2


def test_missing_file_is_named(tmp_path: FilePath) -> None:
    with pytest.raises(DataError, match=r"nowhere\.jsonl: no such file"):
        list(read_questions(tmp_path / "nowhere.jsonl"))


def test_evidence_of_the_wrong_length_is_refused(tmp_path: FilePath) -> None:
    file = tmp_path / "predictions.jsonl"
    evidence = [{"entities": ["a"], "relation_path": "r"}]
    file.write_text(json.dumps({"id": "1", "answers": [], "evidence": evidence}), "utf-8")
    with pytest.raises(DataError, match="a path of 1 hops has 1 entities"):
        list(read_predictions(file))
