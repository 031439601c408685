import json
from pathlib import Path

import pytest

from km_data.prompts import planning_completion, planning_prompt
from km_data.records import Question, read_predictions, write_records
from km_graph.errors import ConfigError, DataError, PluginNotFoundError
from km_graph.step import StepContext
from km_reason.contracts import Completion
from km_reason.models.replay import record_completions
from km_reason.options import AnswerOptions
from km_reason.steps import ANSWER
from km_reason.testing import film_questions


def run(out: Path, **options: object) -> dict[str, object]:
    out.mkdir(parents=True, exist_ok=True)
    return dict(ANSWER.run(AnswerOptions(**options), StepContext(out)))


def test_writes_a_prediction_for_each_question(
    tmp_path: Path, graph_file: Path, questions_file: Path
) -> None:
    summary = run(tmp_path / "out", graph=graph_file, questions=questions_file, planner="oracle")
    found = list(read_predictions(tmp_path / "out" / "predictions.jsonl"))
    assert [item.id for item in film_questions()] == [item.id for item in found]
    assert {key: value for key, value in summary.items() if key != "seconds_per_question"} == {
        "questions": 4,
        "answered": 4,
        "abstained": 0,
        "failed": 0,
        "tokens": 0,
    }


def test_same_work_gives_the_same_bytes(
    tmp_path: Path, graph_file: Path, questions_file: Path
) -> None:
    for name in ("a", "b"):
        run(tmp_path / name, graph=graph_file, questions=questions_file, planner="oracle")
    first, second = (tmp_path / name / "predictions.jsonl" for name in ("a", "b"))
    assert first.read_bytes() == second.read_bytes()


def test_timing_is_written_when_asked_for(
    tmp_path: Path, graph_file: Path, questions_file: Path
) -> None:
    run(tmp_path, graph=graph_file, questions=questions_file, planner="oracle", timing=True)
    assert all(item.seconds > 0 for item in read_predictions(tmp_path / "predictions.jsonl"))


def test_counts_abstentions_and_failures(tmp_path: Path, graph_file: Path) -> None:
    questions = [
        Question("none", "who directed Heat?", ("Heat",)),
        Question("unknown", "who directed Heet?", ("Heet",)),
        *film_questions(),
    ]
    write_records(tmp_path / "q.jsonl", questions)
    summary = run(
        tmp_path / "out", graph=graph_file, questions=tmp_path / "q.jsonl", planner="oracle"
    )
    counts = [summary[key] for key in ("questions", "answered", "abstained", "failed")]
    assert counts == [6, 4, 1, 1]


def test_replayed_model_plans_and_linker_finds_topics(tmp_path: Path, graph_file: Path) -> None:
    asked = [Question(item.id, item.text) for item in film_questions()]
    write_records(tmp_path / "q.jsonl", asked)
    record_completions(
        tmp_path / "c.jsonl",
        [planning_prompt(item) for item in film_questions()],
        [
            [Completion(planning_completion(item.relation_paths[0]), -0.1, 9)]
            for item in film_questions()
        ],
    )
    options = {"graph": graph_file, "questions": tmp_path / "q.jsonl"}
    summary = run(tmp_path / "out", completions=tmp_path / "c.jsonl", **options)
    assert (summary["answered"], summary["tokens"]) == (4, 36)


def test_questions_without_topics_fail_where_linking_is_off(
    tmp_path: Path, graph_file: Path
) -> None:
    write_records(tmp_path / "q.jsonl", [Question("1", "who directed Heat?")])
    options = {"graph": graph_file, "questions": tmp_path / "q.jsonl", "planner": "oracle"}
    assert run(tmp_path / "out", link=False, **options)["failed"] == 1


def test_retrieve_only_needs_no_planner(
    tmp_path: Path, graph_file: Path, questions_file: Path
) -> None:
    options = {"graph": graph_file, "questions": questions_file, "reasoner": "retrieve-only"}
    summary = run(tmp_path, planner="no such planner", max_answers=1, **options)
    assert summary["answered"] == 4
    assert all(len(item.answers) == 1 for item in read_predictions(tmp_path / "predictions.jsonl"))


def test_local_model_answers_from_a_run_folder(
    tmp_path: Path, graph_file: Path, questions_file: Path, adapter: Path
) -> None:
    options = {"graph": graph_file, "questions": questions_file, "adapter": adapter}
    summary = run(tmp_path, beams=2, max_tokens=4, device="cpu", **options)
    # A random model plans nothing that exists.
    assert (summary["abstained"], summary["failed"]) == (4, 0)


def test_planner_without_a_model(tmp_path: Path, graph_file: Path, questions_file: Path) -> None:
    with pytest.raises(ConfigError, match="expected a base model, an adapter or both"):
        run(tmp_path, graph=graph_file, questions=questions_file)


def test_replay_without_completions(tmp_path: Path, graph_file: Path, questions_file: Path) -> None:
    with pytest.raises(ConfigError, match="ReplayModel: expected the option 'completions'"):
        run(tmp_path, graph=graph_file, questions=questions_file, backend="replay")


@pytest.mark.parametrize("option", ["reasoner", "planner", "walker", "linker"])
def test_unknown_plugin(tmp_path: Path, graph_file: Path, option: str) -> None:
    write_records(tmp_path / "q.jsonl", [Question("1", "Heat?")])
    options = {"planner": "oracle"} | {option: "nonesuch"}
    with pytest.raises(PluginNotFoundError, match="no plugin 'nonesuch'"):
        run(tmp_path / "out", graph=graph_file, questions=tmp_path / "q.jsonl", **options)


def test_no_questions(tmp_path: Path, graph_file: Path) -> None:
    (tmp_path / "q.jsonl").write_text("")
    with pytest.raises(DataError, match="expected at least one question"):
        run(tmp_path / "out", graph=graph_file, questions=tmp_path / "q.jsonl")


def test_predictions_are_json_lines(tmp_path: Path, graph_file: Path, questions_file: Path) -> None:
    run(tmp_path, graph=graph_file, questions=questions_file, planner="oracle")
    first = json.loads((tmp_path / "predictions.jsonl").read_text().splitlines()[0])
    assert first["answers"] == ["Michael Mann"]
    assert first["evidence"] == [
        {"entities": ["Heat", "Michael Mann"], "relation_path": "directed_by"}
    ]
    assert "seconds" not in first
