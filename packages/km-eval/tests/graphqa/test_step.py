import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from km_data.records import Prediction, Question, read_predictions, read_questions, write_records
from km_eval.graphqa.answers import STEPS
from km_eval.graphqa.leaderboard import read_leaderboard
from km_eval.graphqa.options import GraphQAOptions
from km_eval.steps import GRAPHQA
from km_eval.testing.server import serve
from km_graph.errors import ConfigError, DataError, PluginNotFoundError
from km_graph.files import read_json
from km_graph.step import StepContext

SMALL: dict[str, Any] = {
    "tasks": ("edge_count", "cycle_check"),
    "encoders": ("incident",),
    "generators": ("er", "star"),
    "graphs": 3,
}


def _run(out: Path, **options: Any) -> Mapping[str, Any]:
    return GRAPHQA.run(GraphQAOptions(**{**SMALL, **options}), StepContext(out))


def _answered(made: Path, folder: Path, *, wrong: str = "") -> Path:
    """Gold answers to all questions of a run, but none to those whose id has ``wrong`` in it."""
    for file in (made / "questions").iterdir():
        gold = [
            Prediction(question.id, () if wrong and wrong in question.id else question.answers)
            for question in read_questions(file)
        ]
        write_records(folder / file.name, gold)
    return folder


def test_makes_the_sets_and_a_manifest(tmp_path: Path) -> None:
    summary = _run(tmp_path)
    assert {"graph-tasks": 12, "world-hops": 474} == summary["questions"]
    manifest = read_json(tmp_path / "manifest.json")
    assert summary["version"] == manifest["version"]
    assert [("graph-tasks", "graphqa"), ("world-hops", "graphqa")] == [
        (row["name"], row["measure"]) for row in manifest["sets"]
    ]
    for row in manifest["sets"]:
        assert row["questions"] == len(list(read_questions(tmp_path / row["file"])))
    assert not (tmp_path / "scores.json").exists()


def test_the_same_options_give_the_same_version(tmp_path: Path) -> None:
    versions = [
        _run(tmp_path / str(i), world_hops=False, task_seed=seed)["version"]
        for i, seed in enumerate((1, 1, 2))
    ]
    assert versions[0] == versions[1] != versions[2]


def test_gold_answers_are_all_right(tmp_path: Path) -> None:
    _run(tmp_path / "made")
    answers = _answered(tmp_path / "made", tmp_path / "answers")
    summary = _run(tmp_path / "out", predictions=answers)
    assert {"graph-tasks": 1.0, "world-hops": 1.0} == summary["scores"]
    assert summary["failed"] == 0


def test_scores_are_told_apart_by_task_and_hops(tmp_path: Path) -> None:
    _run(tmp_path / "made")
    answers = _answered(tmp_path / "made", tmp_path / "answers", wrong="counterfactual")
    _run(tmp_path / "out", predictions=answers, system="gold", date="2026-11-30")
    found = read_json(tmp_path / "out" / "scores.json")["sets"]
    kinds = found["world-hops"]["groups"]["kind"]
    assert {"counterfactual": 0.0, "plain": 1.0, "unanswerable": 1.0} == {
        kind: group["mean"] for kind, group in kinds.items()
    }
    assert found["world-hops"]["groups"]["hops"]["4 hops"]["n"] == 120
    assert {"task", "encoder", "generator", "style"} == found["graph-tasks"]["groups"].keys()
    low, high = found["world-hops"]["interval_95"]
    assert low < found["world-hops"]["mean"] < high
    assert found["graph-tasks"]["groups"]["task"]["cycle_check"]["guess"] >= 0.5
    assert kinds["unanswerable"]["guess"] == 1
    entry = read_leaderboard(tmp_path / "out" / "leaderboard.jsonl")[0]
    assert ("gold", "2026-11-30") == (entry.system, entry.date)
    assert entry.scores["world-hops/counterfactual"] == 0
    said = (tmp_path / "out" / "scores.md").read_text("utf-8")
    assert "| counterfactual | 120 | 0.0 | 0.0–0.0 | " in said


def test_one_file_may_answer_all_sets(tmp_path: Path) -> None:
    _run(tmp_path / "made")
    answers = _answered(tmp_path / "made", tmp_path / "answers")
    both = [answer for file in answers.iterdir() for answer in read_predictions(file)]
    write_records(tmp_path / "all.jsonl", both)
    summary = _run(tmp_path / "out", predictions=tmp_path / "all.jsonl")
    assert {"graph-tasks": 1.0, "world-hops": 1.0} == summary["scores"]


def test_questions_without_an_answer_are_wrong_and_counted(tmp_path: Path) -> None:
    (tmp_path / "answers").mkdir()
    write_records(tmp_path / "answers" / "world-hops.jsonl", [])
    summary = _run(tmp_path / "out", predictions=tmp_path / "answers")
    assert {"graph-tasks": 0.0, "world-hops": 0.0} == summary["scores"]
    assert summary["failed"] == 12 + 474


def test_rows_that_cannot_be_used_are_counted_and_listed(tmp_path: Path) -> None:
    (tmp_path / "said.jsonl").write_text(
        '{"id": "nobody", "answers": ["x"]}\n{"id": "1", "answers": 7}\n{"id": "2", "ans', "utf-8"
    )
    summary = _run(tmp_path / "out", world_hops=False, predictions=tmp_path / "said.jsonl")
    assert summary["problems"] == 3
    problems = read_json(tmp_path / "out" / "scores.json")["problems"]["said.jsonl"]
    assert problems["for no question"] == {"count": 1, "first": ["nobody"]}
    assert len(problems) == 3


def test_one_file_cannot_answer_two_sets_that_share_an_id(tmp_path: Path) -> None:
    write_records(tmp_path / "mine.jsonl", [Question("1", "…?", answers=("Paris",))])
    sets = {"a": tmp_path / "mine.jsonl", "b": tmp_path / "mine.jsonl"}
    with pytest.raises(DataError, match="give a folder with a file for each set"):
        _run(tmp_path / "out", sets=sets, predictions=tmp_path / "mine.jsonl")


def test_answers_of_other_systems_are_read(tmp_path: Path) -> None:
    write_records(tmp_path / "mine.jsonl", [Question("1", "…?", answers=("Paris",))])
    row = {"id": "1", "question": "…?", "prediction": "Paris\nLyon", "ground_truth": ["Paris"]}
    (tmp_path / "rog.jsonl").write_text(json.dumps(row), "utf-8")
    options = {
        "tasks": ("none",),
        "world_hops": False,
        "sets": {"mine": tmp_path / "mine.jsonl"},
        "predictions": tmp_path / "rog.jsonl",
    }
    assert _run(tmp_path / "out", **options)["scores"] == {"mine": 1.0}


def test_sets_of_the_user_are_judged_by_hits(tmp_path: Path) -> None:
    asked = Question("1", "…?", answers=("Paris", "Lyon"), hops=1)
    write_records(tmp_path / "mine.jsonl", [asked, replace(asked, id="2")])
    write_records(tmp_path / "said.jsonl", [Prediction("1", ("paris",)), Prediction("2", ("x",))])
    options = {
        "tasks": ("none",),
        "world_hops": False,
        "sets": {"mine": tmp_path / "mine.jsonl"},
        "predictions": tmp_path / "said.jsonl",
    }
    assert _run(tmp_path / "out", **options)["scores"] == {"mine": 0.5}


def test_arguments_of_explagraphs_are_asked(tmp_path: Path) -> None:
    (tmp_path / "expla.tsv").write_text(
        "arg1\targ2\tlabel\tgraph\n"
        "Cats purr.\tCats are loud.\tsupport\t(cats; capable of; purr)\n"
        "Cats purr.\tCats are mute.\tcounter\t(cats; capable of; purr)\n",
        "utf-8",
    )
    options = {"tasks": ("none",), "world_hops": False, "explagraphs": tmp_path / "expla.tsv"}
    _run(tmp_path / "made", **options)
    ids = [
        question.id for question in read_questions(tmp_path / "made/questions/explagraphs.jsonl")
    ]
    said = [Prediction(name, completion="They support each other.") for name in ids]
    write_records(tmp_path / "said.jsonl", said)
    summary = _run(tmp_path / "out", **options, predictions=tmp_path / "said.jsonl")
    assert summary["scores"] == {"explagraphs": 0.5}


def test_a_step_that_is_asked_gets_its_options_checked(tmp_path: Path) -> None:
    assert "eval.baseline" in STEPS.names()
    with pytest.raises(ConfigError, match=r"asking eval.baseline: model"):
        _run(tmp_path, ask="eval.baseline")
    with pytest.raises(PluginNotFoundError):
        _run(tmp_path, ask="eval.nobody")


def test_a_model_behind_a_server_is_asked(tmp_path: Path) -> None:
    pytest.importorskip("openai", reason="the baseline needs openai")
    with serve(reply=lambda _: "No, there is no cycle.") as server:
        asking = {"model": "tiny", "base_url": server.base_url, "extract": "raw"}
        options = {"tasks": ("cycle_check",), "world_hops": False, "generators": ("star", "ba")}
        _run(tmp_path, **options, ask="eval.baseline", asking=asking)
    groups = read_json(tmp_path / "scores.json")["sets"]["graph-tasks"]["groups"]
    assert groups["generator"]["star"]["mean"] == 1
    assert groups["task"]["cycle_check"]["n"] == 6
    said = read_predictions(tmp_path / "predictions" / "graph-tasks.jsonl")
    assert {"No, there is no cycle."} == {prediction.completion for prediction in said}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"tasks": ("none",), "world_hops": False}, "no questions are asked for"),
        ({"sets": {"world-hops": Path("x")}}, "expected another name"),
        ({"sets": {"../x": Path("x")}}, "expected another name"),
        ({"tasks": ("edge_cuont",)}, "did you mean 'edge_count'"),
        ({"ask": "eval.baseline", "predictions": Path("x")}, "not both"),
    ],
)
def test_options_that_cannot_be_are_refused(
    tmp_path: Path, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(ConfigError, match=message):
        _run(tmp_path, **options)


def test_a_folder_without_answers_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(DataError, match=r"expected graph-tasks.jsonl or world-hops.jsonl"):
        _run(tmp_path / "out", predictions=tmp_path / "empty")


def test_facts_stand_in_the_text_or_in_the_triples_alone(tmp_path: Path) -> None:
    for name, facts in (("with", True), ("without", False)):
        _run(tmp_path / name, tasks=("none",), facts=facts)
        rows = (tmp_path / name / "questions" / "world-hops.jsonl").read_text("utf-8").splitlines()
        row = json.loads(rows[0])
        assert facts == row["text"].startswith("Facts, one a line")
        assert row["triples"]
