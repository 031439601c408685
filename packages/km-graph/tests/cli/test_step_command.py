import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from km_graph.cli.lazy import LazyGroup

toy = LazyGroup(
    "toy",
    {"copy": ("toysteps:COPY", "Copies."), "count": ("toysteps:COUNT", "Counts.")},
    help="Toys.",
)


@pytest.fixture(autouse=True)
def here(toys: Path) -> None:
    (toys / "a.txt").write_text("a")
    (toys / "b.txt").write_text("b")


def invoke(*args: str) -> Result:
    return CliRunner().invoke(toy, args)


def result(*args: str) -> Any:
    done = invoke(*args, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def copied(*args: str) -> str:
    result("copy", "--source", "a.txt", "--out", "out", *args)
    return Path("out/copy.txt").read_text()


def test_help_of_the_group_loads_no_step() -> None:
    toys = LazyGroup("toy", {"gone": ("absent_module:X", "Is gone.")}, help="Toys.")
    assert "gone  Is gone." in CliRunner().invoke(toys, ["--help"]).output


def test_help_tells_options_and_defaults() -> None:
    said = " ".join(invoke("copy", "--help").output.split())
    assert "A copy of a file with some text after it." in said
    assert "--source PATH The file to copy. [required]" in said
    assert "--times INTEGER How often to put it. [default: 1]" in said
    assert "--style [plain|loud] How to put it. [default: plain]" in said
    assert "--strict / --no-strict Whether to be strict. [default: strict]" in said
    assert "--out DIRECTORY The folder to make. [required]" in said


def test_flags_become_typed_options() -> None:
    assert (
        copied(
            "--more", "b.txt", "--more", "a.txt", "--more", "b.txt", "--text", "!", "--times", "2"
        )
        == "abab!!"
    )


def test_the_result_is_json_or_a_table() -> None:
    found = result("copy", "--source", "a.txt", "--out", "out", "--seed", "3", "--no-strict")
    assert {key: value for key, value in found.items() if key != "seconds"} == {
        "out": "out",
        "characters": 1,
        "seed": 3,
        "nested": {"strict": False},
    }
    shown = invoke("copy", "--source", "a.txt", "--out", "other").stdout
    assert "nested.strict   yes" in shown


def test_dictionaries_are_given_pair_by_pair() -> None:
    assert invoke("copy", "--source", "a.txt", "--out", "o", "--labels", "x=1").exit_code == 0
    for wrong in ("x", "x=y"):
        done = invoke("copy", "--source", "a.txt", "--out", "p", "--labels", wrong)
        assert done.exit_code == 2


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--source", "a.txt", "--style", "lod"), "'lod' is not one of 'plain', 'loud'"),
        (("--source", "a.txt", "--times", "x"), "'x' is not a valid integer"),
        ((), "Missing option '--source'"),
    ],
)
def test_wrong_values_are_usage_errors(args: tuple[str, ...], said: str) -> None:
    done = invoke("copy", *args, "--out", "out")
    assert done.exit_code == 2
    assert said in done.stderr
    assert not Path("out").exists()


def test_a_missing_input_is_said_in_a_sentence() -> None:
    done = invoke("copy", "--source", "absent.txt", "--out", "out")
    assert done.exit_code == 1
    said = "absent.txt: no such file or folder, given as '--source'; check the path\n"
    assert done.stderr == said
    assert not Path("out").exists()


def test_a_folder_that_is_there_is_kept_unless_told() -> None:
    copied()
    Path("out/mine.txt").write_text("mine")
    done = invoke("copy", "--source", "a.txt", "--out", "out")
    assert (done.exit_code, Path("out/mine.txt").read_text()) == (1, "mine")
    assert "add --overwrite" in done.stderr
    copied("--overwrite")
    assert not Path("out/mine.txt").exists()


def test_overwrite_never_removes_its_input_or_the_current_folder() -> None:
    Path("in").mkdir()
    Path("in/a.txt").write_text("a")
    for out in ("in", "."):
        done = invoke("copy", "--source", "in/a.txt", "--out", out, "--overwrite")
        assert done.exit_code == 1
        assert "replacing it would remove" in done.stderr
    assert Path("in/a.txt").exists()


def test_an_interrupted_step_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOY_STOP", "interrupt:3")
    assert invoke("count", "--out", "out").exit_code == 130
    assert not Path("out").exists()
    monkeypatch.delenv("TOY_STOP")
    assert result("count", "--out", "out")["began_at"] == 3
    assert list(Path().glob(".out*")) == []


def test_an_out_under_a_file_is_refused() -> None:
    done = invoke("count", "--out", "a.txt/out")
    assert (
        done.exit_code,
        done.stderr,
    ) == (1, "cannot write a.txt/out: Not a directory; choose another --out\n")
