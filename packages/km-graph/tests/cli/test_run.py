import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from km_graph.cli.main import km


def run(*args: str) -> Result:
    return CliRunner().invoke(km, ["run", *args])


def test_every_step_has_a_line_and_a_row(pipeline: Path) -> None:
    done = run("p.yaml")
    assert done.exit_code == 0
    assert [line.partition(":")[0] for line in done.stderr.splitlines()] == [
        "first",
        "second",
        "numbers",
    ]
    assert "toy.count" in done.stdout
    assert run("p.yaml").stdout.count("unchanged") == 3


def test_the_report_as_json(pipeline: Path) -> None:
    done = run("p.yaml", "--json", "--run", "elsewhere", "--until", "first", "--set", "seed=9")
    found = json.loads(done.stdout)
    assert (done.stderr, found["folder"]) == ("", "elsewhere")
    assert [(step["name"], step["status"], step["summary"]["seed"]) for step in found["steps"]] == [
        ("first", "done", 9)
    ]


def test_a_dry_run_writes_nothing(pipeline: Path) -> None:
    assert run("p.yaml", "--dry-run").stdout.count("to run") == 3
    assert not Path("runs").exists()


def test_force_runs_a_step_again(pipeline: Path) -> None:
    run("p.yaml")
    states = [
        step["status"]
        for step in json.loads(run("p.yaml", "--force", "first", "--json").stdout)["steps"]
    ]
    assert states == ["done", "skipped", "skipped"]


def test_problems_are_told_and_nothing_runs(pipeline: Path) -> None:
    done = run("p.yaml", "--set", "steps.first.txet=x", "--set", "steps.numbers.upto=x")
    assert done.exit_code == 1
    assert done.stderr.splitlines()[0] == "configuration: 2 problems"
    assert not Path("runs").exists()


def test_an_interruption_says_how_to_go_on(pipeline: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOY_STOP", "interrupt:3")
    done = run("p.yaml")
    assert done.exit_code == 130
    assert (
        (done.stderr.splitlines()[-1])
        == "interrupted in step 'numbers'; the same command goes on from there"
    )


def test_a_bug_in_a_step_names_the_step(pipeline: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOY_STOP", "crash:3")
    done = run("p.yaml")
    assert done.exit_code == 1
    assert "unexpected ValueError: a bug (in step 'numbers')" in done.stderr


def test_plugins_are_listed_with_what_is_wrong(toys: Path) -> None:
    done = CliRunner().invoke(km, ["plugins", "--group", "km.steps", "--json"])
    found = {row["name"]: row for row in json.loads(done.stdout)}
    assert done.exit_code == 0
    assert found["toy.copy"]["loads"]
    assert not found["toy.broken"]["loads"]
    assert "ModuleNotFoundError" in found["toy.broken"]["problem"]


def test_plugins_are_listed_in_a_table(toys: Path) -> None:
    done = CliRunner().invoke(km, ["plugins", "--group", "km.walkers"])
    assert "reference" in done.stdout
