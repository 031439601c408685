import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from km_graph.errors import ConfigError, DataError, KmError, OutputError
from km_graph.pipeline import RunReport, preview_pipeline, run_pipeline
from km_graph.pipeline.lock import only_run_in

RUN = Path("runs/demo")


def states(report: RunReport) -> dict[str, str]:
    return {step.name: step.status for step in report.steps}


def run_json() -> Any:
    return json.loads((RUN / "run.json").read_text())


def noted() -> dict[str, str]:
    return {step["name"]: step["status"] for step in run_json()["steps"]}


def hidden() -> set[str]:
    return {path.name for path in RUN.glob(".*")}


ALL_DONE = {"first": "done", "second": "done", "numbers": "done"}
ALL_SKIPPED = {"first": "skipped", "second": "skipped", "numbers": "skipped"}


def test_steps_run_in_order_into_their_folders(pipeline: Path) -> None:
    seen = []
    report = run_pipeline(pipeline, watch=lambda step: seen.append(step.name))
    assert states(report) == ALL_DONE
    assert seen == ["first", "second", "numbers"]
    assert (RUN / "second" / "copy.txt").read_text() == "hello!"
    assert report.step("second").summary == {"characters": 6, "seed": 7, "nested": {"strict": True}}
    assert {".km", ".lock"} == hidden()


def test_nothing_runs_again_when_nothing_changed(pipeline: Path) -> None:
    first = run_pipeline(pipeline)
    again = run_pipeline(pipeline)
    assert states(again) == ALL_SKIPPED
    assert [s.summary for s in first.steps] == [s.summary for s in again.steps]


def test_a_changed_input_runs_its_step_and_those_after_it_again(pipeline: Path) -> None:
    run_pipeline(pipeline)
    Path("in.txt").write_text("world")
    assert states(run_pipeline(pipeline)) == {
        "first": "done",
        "second": "done",
        "numbers": "skipped",
    }
    assert (RUN / "second" / "copy.txt").read_text() == "world!"


def test_a_change_that_leaves_the_output_the_same_stops_there(pipeline: Path) -> None:
    run_pipeline(pipeline, overrides=["steps.first.text=''"])
    report = run_pipeline(pipeline, overrides=["steps.first.text=''", "steps.first.times=2"])
    assert states(report) == {"first": "done", "second": "skipped", "numbers": "skipped"}


def test_a_changed_option_runs_its_step_again(pipeline: Path) -> None:
    run_pipeline(pipeline)
    report = run_pipeline(pipeline, overrides=["steps.numbers.upto=6"])
    assert states(report) == {"first": "skipped", "second": "skipped", "numbers": "done"}
    assert report.step("numbers").summary == {"began_at": 0}


def test_a_changed_seed_runs_everything_again(pipeline: Path) -> None:
    run_pipeline(pipeline)
    assert states(run_pipeline(pipeline, overrides=["seed=8"])) == ALL_DONE


@pytest.mark.parametrize("damage", ["change", "remove", "add"])
def test_an_output_that_was_touched_is_made_again(pipeline: Path, damage: str) -> None:
    run_pipeline(pipeline)
    if damage == "change":
        (RUN / "first" / "copy.txt").write_text("other!")
    elif damage == "remove":
        shutil.rmtree(RUN / "first")
    else:
        (RUN / "first" / "more.txt").write_text("more")
    report = run_pipeline(pipeline)
    assert states(report) == {"first": "done", "second": "skipped", "numbers": "skipped"}
    assert [path.name for path in (RUN / "first").iterdir()] == ["copy.txt"]


def test_moving_the_data_elsewhere_changes_nothing(pipeline: Path) -> None:
    run_pipeline(pipeline)
    Path("elsewhere").mkdir()
    Path("in.txt").rename("elsewhere/in.txt")
    assert states(run_pipeline(pipeline, overrides=["vars.file=elsewhere/in"])) == ALL_SKIPPED


def test_force_and_until_choose_steps(pipeline: Path) -> None:
    assert states(run_pipeline(pipeline, until="first")) == {"first": "done"}
    report = run_pipeline(pipeline, force=["first"])
    assert states(report) == ALL_DONE


def test_unknown_names_in_force_and_until_are_told_together(pipeline: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        run_pipeline(pipeline, force=["frist"], until="zzz")
    assert caught.value.problems == (
        "no step is called 'frist' (did you mean 'first'?)",
        "no step is called 'zzz' (steps: first, second, numbers)",
    )
    assert not RUN.exists()


def test_preview_says_what_would_run_and_writes_nothing(pipeline: Path) -> None:
    pending = dict.fromkeys(ALL_DONE, "pending")
    assert pending == states(preview_pipeline(pipeline))
    assert not RUN.exists()
    run_pipeline(pipeline)
    assert states(preview_pipeline(pipeline)) == ALL_SKIPPED
    Path("in.txt").write_text("world")
    assert pending | {"numbers": "skipped"} == states(preview_pipeline(pipeline))


@pytest.mark.parametrize("how", ["interrupt", "fail", "crash"])
def test_a_resumable_step_goes_on_where_it_stopped(
    pipeline: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setenv("TOY_STOP", f"{how}:3")
    with pytest.raises((KeyboardInterrupt, DataError, ValueError)):
        run_pipeline(pipeline)
    assert not (RUN / "numbers").exists()
    monkeypatch.delenv("TOY_STOP")
    report = run_pipeline(pipeline)
    assert states(report) == {"first": "skipped", "second": "skipped", "numbers": "done"}
    assert report.step("numbers").summary == {"began_at": 3}
    assert {".km", ".lock"} == hidden()


def test_a_resumable_step_with_other_options_begins_afresh(
    pipeline: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOY_STOP", "interrupt:3")
    with pytest.raises(KeyboardInterrupt):
        run_pipeline(pipeline)
    monkeypatch.delenv("TOY_STOP")
    report = run_pipeline(pipeline, overrides=["steps.numbers.upto=6"])
    assert report.step("numbers").summary == {"began_at": 0}


def test_force_does_not_go_on(pipeline: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOY_STOP", "interrupt:3")
    with pytest.raises(KeyboardInterrupt):
        run_pipeline(pipeline)
    monkeypatch.delenv("TOY_STOP")
    report = run_pipeline(pipeline, force=["numbers"])
    assert report.step("numbers").summary == {"began_at": 0}


def test_an_interrupted_step_that_cannot_resume_leaves_nothing(
    pipeline: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOY_STOP", "interrupt:3")
    with pytest.raises(KeyboardInterrupt, match="interrupted in step 'numbers'"):
        run_pipeline(pipeline, overrides=["steps.numbers.use=toy.once"])
    assert {".km", ".lock"} == hidden()
    assert run_json()["status"] == "interrupted"


@pytest.mark.parametrize(("use", "began_at"), [("toy.count", 3), ("toy.once", 0)])
def test_a_killed_run_goes_on(pipeline: Path, toy_site: Path, use: str, began_at: int) -> None:
    command = [sys.executable, "-m", "km_graph.cli", "run", "p.yaml", "--set"]
    command.append(f"steps.numbers.use={use}")
    env = {**os.environ, "PYTHONPATH": str(toy_site), "TOY_STOP": "kill:3"}
    killed = subprocess.run(command, env=env, capture_output=True, check=False)
    assert killed.returncode == -9
    assert noted() == {"first": "done", "second": "done", "numbers": "running"}
    report = run_pipeline(pipeline, overrides=[f"steps.numbers.use={use}"])
    assert states(report) == {"first": "skipped", "second": "skipped", "numbers": "done"}
    assert {"began_at": began_at} == report.step("numbers").summary
    assert sorted(p.name for p in (RUN / "numbers").iterdir()) == ["0", "1", "2", "3", "4"]


def test_a_failed_step_is_named_and_earlier_outputs_stay(
    pipeline: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOY_STOP", "fail:0")
    said = "step 'numbers': numbers.txt:3: expected a number"
    with pytest.raises(DataError) as caught:
        run_pipeline(pipeline)
    assert said == str(caught.value)
    assert (RUN / "second" / "copy.txt").exists()
    assert noted() == {"first": "done", "second": "done", "numbers": "failed"}
    assert run_json()["steps"][2]["error"] == "numbers.txt:3: expected a number"


def test_a_failed_rerun_keeps_the_older_output(
    pipeline: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_pipeline(pipeline)
    monkeypatch.setenv("TOY_STOP", "fail:2")
    with pytest.raises(DataError):
        run_pipeline(pipeline, overrides=["steps.numbers.upto=9"])
    assert len(list((RUN / "numbers").iterdir())) == 5
    monkeypatch.delenv("TOY_STOP")
    assert states(run_pipeline(pipeline)) == ALL_SKIPPED


def test_run_json_tells_what_made_the_files(pipeline: Path) -> None:
    run_pipeline(pipeline)
    run = run_json()
    first = run["steps"][0]
    assert run["status"] == "done"
    assert {"name": "demo", "file": str(pipeline), "seed": 7, "vars": {"file": "in"}} == run[
        "pipeline"
    ]
    assert first["origin"] == "toy-steps 1.0"
    assert first["options"]["text"] == "!"
    assert {"path", "sha256"} == set(first["inputs"]["source"])
    assert 64 == len(first["fingerprint"]) == len(first["output"])
    assert any(origin.startswith("km-graph ") for origin in run["plugins"])


def test_run_json_is_there_before_the_first_step(pipeline: Path) -> None:
    report_before = []
    run_pipeline(pipeline, watch=lambda _: report_before.append(noted()))
    assert report_before[0] == {"first": "done", "second": "pending", "numbers": "pending"}


def test_a_file_an_earlier_step_did_not_make_is_told(pipeline: Path) -> None:
    with pytest.raises(KmError, match=r"step 'second': source: no such file .*cpoy\.txt") as caught:
        run_pipeline(pipeline, overrides=["steps.second.source=@first/cpoy.txt"])
    assert caught.value.hint == "there are copy.txt"


def test_a_run_folder_under_a_file_is_refused(pipeline: Path) -> None:
    with pytest.raises(OutputError, match=r"cannot write in\.txt/run: Not a directory; .*--run"):
        run_pipeline(pipeline, run="in.txt/run")


def test_a_folder_that_is_not_ours_is_not_replaced(pipeline: Path) -> None:
    (RUN / "first").mkdir(parents=True)
    (RUN / "first" / "precious.txt").write_text("mine")
    with pytest.raises(KmError, match="exists and was not made by this pipeline"):
        run_pipeline(pipeline)
    assert (RUN / "first" / "precious.txt").read_text() == "mine"


def test_two_runs_of_one_folder_do_not_meet(pipeline: Path) -> None:
    RUN.mkdir(parents=True)
    with only_run_in(RUN), pytest.raises(KmError, match=f"in use by .* process {os.getpid()}"):
        run_pipeline(pipeline)
    assert states(run_pipeline(pipeline)) == ALL_DONE


@pytest.mark.parametrize("content", ["", "[]", '{"a": 1}', "{"])
def test_damaged_memory_costs_only_time(pipeline: Path, content: str) -> None:
    run_pipeline(pipeline)
    for file in (RUN / ".km").iterdir():
        if file.name != "first.json":
            file.write_text(content)
    shutil.rmtree(RUN / "second")
    shutil.rmtree(RUN / "numbers")
    assert states(run_pipeline(pipeline)) == {
        "first": "skipped",
        "second": "done",
        "numbers": "done",
    }
