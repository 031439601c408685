import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from km_data.cli import data
from km_data.records import (
    AnyExample,
    Example,
    Prediction,
    PreferenceExample,
    Question,
    RewardExample,
    write_records,
)


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys, km_data.cli; km_data.cli.data.main(['--help'], standalone_mode=False)\n"
        "heavy = {'numpy', 'pydantic', 'torch', 'yaml'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_help_lists_the_commands() -> None:
    shown = CliRunner().invoke(data, ["--help"]).output
    assert all(name in shown for name in ("questions", "split", "build", "show"))


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (Question("1", "Why?", ("A",), tuple("abcdefg")), ["Why?", "a, b, c, d, e … 2 more"]),
        (Example("1", "Question:\nWhy?\n", "<PATH>r</PATH>"), ["Question:\n", "<PATH>r</PATH>"]),
        (PreferenceExample("1", "Why?", "Yes", "No"), ["preference example", "rejected  No"]),
        (RewardExample("1", "Why?", ("a", "b")), ["reward example", "answers  a, b"]),
        (Prediction("1", ("a",)), ["answers  a"]),
    ],
)
def test_show_prints_records(
    tmp_path: Path, record: Question | AnyExample | Prediction, words: list[str]
) -> None:
    write_records(tmp_path / "file.jsonl", [record])
    result = CliRunner().invoke(data, ["show", str(tmp_path / "file.jsonl")])
    assert result.exit_code == 0
    assert all(word in result.output for word in words)


def test_show_stops_after_so_many(tmp_path: Path) -> None:
    write_records(tmp_path / "file.jsonl", [Question(f"id{i}", "Why?") for i in range(5)])
    shown = CliRunner().invoke(data, ["show", "-n", "2", str(tmp_path / "file.jsonl")]).output
    assert "id1" in shown
    assert "id2" not in shown


def test_show_refuses_what_is_no_record(tmp_path: Path) -> None:
    (tmp_path / "file.jsonl").write_text('{"id": "1", "text": "?", "answer": "a"}\n', "utf-8")
    result = CliRunner().invoke(data, ["show", str(tmp_path / "file.jsonl")])
    assert result.exit_code == 1
    assert "file.jsonl:1: unknown key 'answer'" in result.output


def test_show_knows_examples_in_other_forms(tmp_path: Path) -> None:
    turns = [{"role": "user", "content": "Why?"}, {"role": "assistant", "content": "So."}]
    (tmp_path / "chat.jsonl").write_text(json.dumps({"messages": turns}), "utf-8")
    shown = CliRunner().invoke(data, ["show", str(tmp_path / "chat.jsonl")]).output
    assert "prompt  Why?" in shown
    assert "completion  So." in shown


def test_show_reads_question_files_of_others(tmp_path: Path) -> None:
    row = {"id": "a", "question": "Who?", "answer": ["Ada"], "q_entity": [], "graph": []}
    (tmp_path / "rog.jsonl").write_text(json.dumps(row | {"mine": ["Eve"]}), "utf-8")
    arguments = ["show", str(tmp_path / "rog.jsonl"), "--reader", "rog"]
    assert "answers  Ada" in CliRunner().invoke(data, arguments).output
    shown = CliRunner().invoke(data, [*arguments, "--option", "answers=mine"]).output
    assert "answers  Eve" in shown


def test_show_reads_questions_that_need_no_file() -> None:
    result = CliRunner().invoke(data, ["show", "--reader", "world", "-n", "1"])
    assert result.exit_code == 0
    assert result.output.startswith("world: question\n")


def test_show_says_how_to_show_other_questions(tmp_path: Path) -> None:
    (tmp_path / "rog.jsonl").write_text('{"question": "Who?"}', "utf-8")
    result = CliRunner().invoke(data, ["show", str(tmp_path / "rog.jsonl")])
    assert result.exit_code == 1
    assert "rog.jsonl:1: expected a question, an example or a prediction" in result.output
    assert "--reader" in result.output


@pytest.mark.parametrize(
    "arguments",
    [[], ["--reader", "rog"], ["x", "--option", "a=b"], ["x", "--reader", "rog", "--option", "a"]],
)
def test_show_is_told_what_it_needs(arguments: list[str]) -> None:
    assert CliRunner().invoke(data, ["show", *arguments]).exit_code == 2
