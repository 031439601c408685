import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from km_data.records import Prediction, Question, write_records
from km_eval.cli import evaluate
from km_eval.demo.cli import demo


@pytest.fixture
def files(tmp_path):
    asked = [Question(str(i), f"question {i}?", answers=("x",), hops=1 + i % 2) for i in range(4)]
    write_records(tmp_path / "questions.jsonl", asked)
    write_records(tmp_path / "a.jsonl", [Prediction(str(i), ("y",)) for i in range(4)])
    write_records(tmp_path / "b.jsonl", [Prediction(str(i), ("x",)) for i in range(3)])
    return tmp_path


def run(*arguments, exit_code=0):
    result = CliRunner().invoke(evaluate, [str(a) for a in arguments], catch_exceptions=False)
    assert exit_code == result.exit_code, result.output
    return result.stdout


def score(files, *arguments, **expected):
    asked, predicted = files / "questions.jsonl", files / "b.jsonl"
    return run("score", "--questions", asked, "--predictions", predicted, *arguments, **expected)


def test_score_prints_tables(files):
    shown = score(files, exit_code=1)
    assert "4 questions, 3 scored, 1 failed, 1 of them without a prediction, 0 empty" in shown
    rows = [line.split() for line in shown.splitlines()]
    assert ["strict", "4", *["75"] * 6] in rows
    assert ["1", "2", "100", "100"] in rows


def test_score_prints_json(files):
    shown = json.loads(score(files, "--json", "--profile", "all", "--allow-failures"))
    assert (shown["schema_version"], shown["overall"]["f1"]) == (1, 0.75)
    assert (shown["strict"]["f1"], shown["rog"]["f1"], shown["rog"]["n"]) == (0.75, 1.0, 3)


def test_score_with_failures_exits_1_unless_they_are_allowed(files):
    score(files, exit_code=1)
    score(files, "--allow-failures")


def test_score_writes_a_row_a_question(files):
    score(files, "--rows", files / "rows.jsonl", "--profile", "tog", "--allow-failures")
    rows = list(map(json.loads, (files / "rows.jsonl").read_text().splitlines()))
    assert ["answered"] * 3 + ["missing"] == [row["status"] for row in rows]
    assert {"exact_match": 1.0} == rows[0]["tog"]


def compare(files, *arguments):
    asked = files / "questions.jsonl"
    return run("compare", files / "a.jsonl", files / "b.jsonl", "--questions", asked, *arguments)


def test_compare_says_what_changed(files):
    shown = compare(files)
    assert "On 4 questions b is better than a in hits_at_1: by 75.0 points" in shown
    assert "better: 0 question 0?\n    gold x\n    y → x\n" in shown


def test_compare_prints_json(files):
    assert json.loads(compare(files, "--json"))["better"] == ["0", "1", "2"]


def test_compare_averages_seeds(files):
    shown = compare(files, "--seed-of-b", files / "a.jsonl")
    assert "by 37.5 points" in shown
    assert "b: 0.3750 ± 0.5303 over 2 runs" in shown


def test_compare_takes_a_number_of_a_profile(files):
    shown = compare(files, "--profile", "rog", "--metric", "rog.hit")
    assert "On 3 questions b is better than a in rog.hit: by 100.0 points" in shown


def test_compare_matches_rows_without_ids_by_text(files):
    rows = [json.dumps({"question": f"question {i}?", "results": "{x}"}) for i in range(4)]
    (files / "b.jsonl").write_text("\n".join(rows))
    shown = compare(files, "--profile", "tog", "--metric", "tog.exact_match")
    assert "On 4 questions b is better than a in tog.exact_match: by 100.0 points" in shown


def test_compare_takes_questions_from_the_first_file(files):
    row = {"id": "1", "question": "q?", "prediction": "x", "ground_truth": ["x"]}
    bad = {**row, "id": "2", "prediction": None}
    (files / "a.jsonl").write_text(json.dumps(row) + "\n" + json.dumps(bad))
    shown = run("compare", files / "a.jsonl", files / "a.jsonl", "--metric", "f1")
    assert "On 2 questions" in shown


def test_report_is_a_command(files):
    out = files / "report"
    predictions = [f"--predictions={name}={files / name}.jsonl" for name in "ab"]
    run("report", "--questions", files / "questions.jsonl", *predictions, "--out", out)
    assert (out / "report.md").is_file()


def test_every_command_has_help():
    for name in ("score", "compare", "report", "baseline"):
        assert "Usage" in run(name, "--help")


def test_demo_has_help():
    assert "--seed" in CliRunner().invoke(demo, ["--help"]).stdout


def test_help_imports_nothing_heavy():
    code = (
        "import sys, km_eval, km_eval.cli, km_eval.demo.cli;"
        "print(sorted({'numpy', 'pydantic', 'rich', 'openai', 'torch'} & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
