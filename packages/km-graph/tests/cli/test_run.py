import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from km_graph.cli.main import km


def run(*args: str) -> Result:
    return CliRunner().invoke(km, ["run", *args])


def test_every_step_has_a_line_and_a_row(pipeline: Path) -> None:
    done = run("p.yaml")
    assert 0 == done.exit_code
    assert ["first", "second", "numbers"] == [
        line.partition(":")[0] for line in done.stderr.splitlines()
    ]
    assert "toy.count" in done.stdout
    assert 3 == run("p.yaml").stdout.count("unchanged")


def test_the_report_as_json(pipeline: Path) -> None:
    done = run("p.yaml", "--json", "--run", "elsewhere", "--until", "first", "--set", "seed=9")
    found = json.loads(done.stdout)
    assert ("", "elsewhere") == (done.stderr, found["folder"])
    assert [("first", "done", 9)] == [
        (step["name"], step["status"], step["summary"]["seed"]) for step in found["steps"]
    ]


def test_a_dry_run_writes_nothing(pipeline: Path) -> None:
    assert 3 == run("p.yaml", "--dry-run").stdout.count("to run")
    assert not Path("runs").exists()


def test_force_runs_a_step_again(pipeline: Path) -> None:
    run("p.yaml")
    states = [step["status"] for step in json.loads(run("p.yaml", "--force", "first", "--json").stdout)["steps"]]
    assert ["done", "skipped", "skipped"] == states


def test_problems_are_told_and_nothing_runs(pipeline: Path) -> None:
    done = run("p.yaml", "--set", "steps.first.txet=x", "--set", "steps.numbers.upto=x")
    assert 1 == done.exit_code
    assert "configuration: 2 problems" == done.stderr.splitlines()[0]
    assert not Path("runs").exists()


def test_an_interruption_says_how_to_go_on(
    pipeline: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOY_STOP", "interrupt:3")
    done = run("p.yaml")
    assert 130 == done.exit_code
    assert "interrupted in step 'numbers'; the same command goes on from there" == (
        done.stderr.splitlines()[-1]
    )


def test_a_bug_in_a_step_names_the_step(pipeline: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOY_STOP", "crash:3")
    done = run("p.yaml")
    assert 1 == done.exit_code
    assert "unexpected ValueError: a bug (in step 'numbers')" in done.stderr


def test_plugins_are_listed_with_what_is_wrong(toys: Path) -> None:
    done = CliRunner().invoke(km, ["plugins", "--group", "km.steps", "--json"])
    found = {row["name"]: row for row in json.loads(done.stdout)}
    assert 0 == done.exit_code
    assert found["toy.copy"]["loads"]
    assert not found["toy.broken"]["loads"]
    assert "ModuleNotFoundError" in found["toy.broken"]["problem"]


def test_plugins_are_listed_in_a_table(toys: Path) -> None:
    done = CliRunner().invoke(km, ["plugins", "--group", "km.walkers"])
    assert "reference" in done.stdout
