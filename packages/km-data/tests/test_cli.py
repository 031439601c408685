import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from km_data.cli import data
from km_data.records import Example, Prediction, Question, write_records


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
        (Prediction("1", ("a",)), ["answers  a"]),
    ],
)
def test_show_prints_records(
    tmp_path: Path, record: Question | Example | Prediction, words: list[str]
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
