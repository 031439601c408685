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


def run(*arguments):
    result = CliRunner().invoke(evaluate, [str(a) for a in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_score_prints_a_table(files):
    shown = run("score", files / "questions.jsonl", files / "b.jsonl")
    assert "4 questions, 1 failed, 1 of them without a prediction" in shown
    rows = [line.split() for line in shown.splitlines()]
    assert ["hits_at_1", "75", "100", "50"] in rows


def test_score_prints_json(files):
    shown = json.loads(run("score", files / "questions.jsonl", files / "b.jsonl", "--json"))
    assert (shown["schema_version"], shown["overall"]["f1"]) == (1, 0.75)


def test_compare_says_what_changed(files):
    shown = run("compare", files / "questions.jsonl", files / "a.jsonl", files / "b.jsonl")
    assert "On 4 questions b is better than a in hits_at_1: +75.00 points" in shown
    assert "better: 0 question 0?" in shown


def test_compare_prints_json(files):
    shown = run(
        "compare", files / "questions.jsonl", files / "a.jsonl", files / "b.jsonl", "--json"
    )
    assert json.loads(shown)["better"] == ["0", "1", "2"]


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
