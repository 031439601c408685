import pytest

from km_data.records import Prediction, Question, read_predictions, write_records
from km_eval.steps import BASELINE
from km_eval.testing.server import serve
from km_graph.errors import ConfigError
from km_graph.paths import Path
from km_graph.relation_path import RelationPath
from km_graph.step import StepContext

pytest.importorskip("openai", reason="the baseline needs openai")
EVIDENCE = (Path(("France", "Paris"), RelationPath.parse("^capital_of")),)


@pytest.fixture
def questions(tmp_path):
    path = tmp_path / "questions.jsonl"
    write_records(path, [Question(str(i), f"question {i}?", answers=("Paris",)) for i in range(3)])
    return path


def run(tmp_path, server, questions, **options):
    settings = {"questions": questions, "model": "tiny", "base_url": server.base_url, "attempts": 1}
    out = tmp_path / "out"
    summary = BASELINE.run(BASELINE.options(**settings | options), StepContext(out))
    return summary, list(read_predictions(out / "predictions.jsonl"))


def test_answers_every_question_in_order(tmp_path, questions):
    with serve(reply=lambda _: "1. Paris\n2. Lyon") as server:
        summary, predictions = run(tmp_path, server, questions)
    assert [(p.id, p.answers) for p in predictions] == [
        ("0", ("Paris", "Lyon")),
        ("1", ("Paris", "Lyon")),
        ("2", ("Paris", "Lyon")),
    ]
    assert (summary["questions"], summary["failed"], summary["extract"]) == (3, 0, "lines")


def test_counts_tokens(tmp_path, questions):
    with serve(reply=lambda _: "two words") as server:
        summary, predictions = run(tmp_path, server, questions)
    assert (summary["completion_tokens"], [p.tokens for p in predictions]) == (6, [2, 2, 2])
    assert summary["prompt_tokens"] > 0


def test_failures_are_recorded_and_counted(tmp_path, questions):
    with serve("html") as server:
        summary, predictions = run(tmp_path, server, questions)
    assert summary["failed"] == 3
    assert all("expected a JSON reply" in str(p.error) for p in predictions)


def test_a_completion_of_another_form_is_a_failure_that_is_kept(tmp_path, questions):
    with serve(reply=lambda _: "Paris, I think") as server:
        summary, predictions = run(tmp_path, server, questions, extract="json")
    assert summary["failed"] == 3
    assert predictions[0].completion == "Paris, I think"


def test_a_second_run_asks_only_what_failed(tmp_path, questions):
    with serve("html") as server:
        run(tmp_path, server, questions)
        server.mode = "ok"
        run(tmp_path, server, questions)
        server.requests.clear()
        summary, _ = run(tmp_path, server, questions)
    assert (summary["failed"], server.requests) == (0, [])


def test_shows_paths_and_keeps_them_as_evidence(tmp_path, questions):
    pytest.importorskip("km_data.textualizers.arrows")
    paths = tmp_path / "paths.jsonl"
    write_records(paths, [Prediction("1", ("Paris",), evidence=EVIDENCE)])
    with serve() as server:
        _, predictions = run(tmp_path, server, questions, mode="with-paths", paths=paths)
    shown = {prompt for prompt in server.prompts() if "capital_of" in prompt}
    assert len(shown) == 1
    assert ["question 1?" in prompt for prompt in shown] == [True]
    assert [p.evidence for p in predictions] == [(), EVIDENCE, ()]


@pytest.mark.parametrize(("mode", "has_paths"), [("with-paths", False), ("closed-book", True)])
def test_paths_belong_to_with_paths(tmp_path, questions, mode, has_paths):
    options = {"mode": mode, "paths": questions if has_paths else None}
    with serve() as server, pytest.raises(ConfigError, match=f"in mode {mode}"):
        run(tmp_path, server, questions, **options)
