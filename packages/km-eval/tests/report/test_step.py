import json
from pathlib import Path as FilePath

import pytest

from km_data.records import Prediction, Question, write_records
from km_eval.steps import REPORT
from km_graph.errors import ConfigError, DataError
from km_graph.graph import KnowledgeGraph
from km_graph.opening import save_graph
from km_graph.paths import Path
from km_graph.relation_path import RelationPath
from km_graph.step import StepContext

PLAN = RelationPath.parse("^capital_of")
QUESTIONS = [
    Question("1", "capital of France?", ("France",), ("Paris",), relation_paths=(PLAN,), hops=1),
    Question("2", "capital of Spain?", ("Spain",), ("Madrid",), relation_paths=(PLAN,), hops=1),
    Question("3", "a | strange one?", answers=("x",), hops=2),
]


def right(i, country, city):
    return Prediction(i, (city,), evidence=(Path((country, city), PLAN),), relation_paths=(PLAN,))


AFTER = [right("1", "France", "Paris"), right("2", "Spain", "Madrid"), Prediction("3")]
BEFORE = [Prediction("1", ("Lyon",)), Prediction("2", error="no reply")]


@pytest.fixture
def files(tmp_path):
    write_records(tmp_path / "questions.jsonl", QUESTIONS)
    write_records(tmp_path / "held_out.jsonl", QUESTIONS[1:2])
    write_records(tmp_path / "after.jsonl", AFTER)
    write_records(tmp_path / "before.jsonl", BEFORE)
    triples = [("Paris", "capital_of", "France"), ("Madrid", "capital_of", "Spain")]
    save_graph(KnowledgeGraph.from_triples(triples), tmp_path / "graph.tsv")
    return tmp_path


def run(files, **more):
    options = {
        "questions": files / "questions.jsonl",
        "predictions": {"after": files / "after.jsonl", "before": files / "before.jsonl"},
        "graph": files / "graph.tsv",
        "slices": {"held_out": files / "held_out.jsonl"},
        "title": "Capitals",
        "profiles": ("strict", "rog"),
    }
    out = files / "report"
    summary = REPORT.run(REPORT.options(**options | more), StepContext(out))
    return summary, json.loads((out / "report.json").read_text()), (out / "report.md").read_text()


def test_report_as_json(files):
    _, report, _ = run(files)
    after = report["systems"]["after"]
    assert tuple(report[key] for key in ("schema_version", "title", "questions", "headline")) == (
        1,
        "Capitals",
        3,
        "after",
    )
    assert tuple(
        after["overall"][key] for key in ("hits_at_1", "planner_accuracy", "faithfulness")
    ) == (2 / 3, 1.0, 1.0)
    assert list(after["per_hop"]) == ["1", "2"]
    assert {k: after["slices"]["held_out"][k] for k in ("n", "hits_at_1")} == {
        "n": 1,
        "hits_at_1": 1.0,
    }
    assert report["systems"]["before"]["failures"] == {"no prediction": 1, "no reply": 1}


def test_report_holds_intervals_and_the_numbers_of_published_rules(files):
    _, report, _ = run(files)
    after = report["systems"]["after"]
    low, high = after["intervals"]["overall"]["hits_at_1"]["interval_95"]
    assert low <= 2 / 3 <= high
    assert list(after["profiles"]) == ["strict", "rog"]
    assert after["profiles"]["rog"]["hit"] == pytest.approx(2 / 3)


def test_a_plan_is_no_answer_by_published_rules(files):
    plan = (RelationPath.parse("x"),)
    planned = [Prediction("1", ("Paris",), relation_paths=plan, completion="<PATH>x</PATH>")]
    write_records(files / "after.jsonl", planned)
    _, report, text = run(files)
    rog = report["systems"]["after"]["profiles"]["rog"]
    assert (rog["hit"], rog["n"]) == (1.0, 1)
    assert "| rog | hit | 100.00 of 1 |" in text


def test_reads_predictions_of_anyone(files):
    row = {"id": "1", "question": "q", "prediction": "Paris", "ground_truth": ["Paris"]}
    (files / "after.jsonl").write_text(json.dumps(row) + "\nno JSON\n")
    _, report, text = run(files)
    assert report["systems"]["after"]["counts"]["n_scored"] == 1
    assert "- after: 1 × unreadable: line 2" in text


def test_sources_are_named_by_hash_and_not_by_place(files):
    _, report, _ = run(files)
    roles = ["questions", "graph", "predictions.after", "predictions.before", "slices.held_out"]
    assert roles == list(report["sources"])
    assert {"file": "after.jsonl"}.items() <= report["sources"]["predictions.after"].items()
    assert str(files) not in json.dumps(report)


def test_report_as_markdown(files):
    _, _, text = run(files)
    assert FilePath(__file__).with_name("expected.md").read_text("utf-8") == text


def test_writes_one_row_a_question(files):
    run(files)
    lines = (files / "report/scores/before.jsonl").read_text().splitlines()
    rows = [json.loads(line) for line in lines]
    assert [(row["id"], row["status"]) for row in rows] == [
        ("1", "answered"),
        ("2", "failed"),
        ("3", "missing"),
    ]


def test_summary_holds_the_main_figures(files):
    summary, _, _ = run(files)
    expected = {"hits_at_1": 0.6667, "f1": 0.6667, "faithfulness": 1.0, "planner_accuracy": 1.0}
    assert {**expected, "failed": 0} == summary["after"]


def test_the_same_files_give_the_same_report(files):
    assert run(files)[1:] == run(files)[1:]


def test_shows_at_most_so_many_mistakes(files):
    _, report, _ = run(files, headline="before", mistakes=2)
    assert [mistake["question"]["id"] for mistake in report["mistakes"]] == ["1", "3"]


def test_refuses_an_unknown_headline(files):
    with pytest.raises(ConfigError, match=r"headline: 'aftr' is not one .*did you mean 'after'"):
        run(files, headline="aftr")


def test_refuses_no_questions(files):
    (files / "questions.jsonl").write_text("")
    with pytest.raises(DataError, match="expected at least one question"):
        run(files)
