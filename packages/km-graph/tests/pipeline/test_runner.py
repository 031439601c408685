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
    assert ALL_DONE == states(report)
    assert ["first", "second", "numbers"] == seen
    assert "hello!" == (RUN / "second" / "copy.txt").read_text()
    assert {"characters": 6, "seed": 7, "nested": {"strict": True}} == report.step("second").summary
    assert {".km", ".lock"} == hidden()


def test_nothing_runs_again_when_nothing_changed(pipeline: Path) -> None:
    first = run_pipeline(pipeline)
    again = run_pipeline(pipeline)
    assert ALL_SKIPPED == states(again)
    assert [s.summary for s in first.steps] == [s.summary for s in again.steps]


def test_a_changed_input_runs_its_step_and_those_after_it_again(pipeline: Path) -> None:
    run_pipeline(pipeline)
    Path("in.txt").write_text("world")
    assert {"first": "done", "second": "done", "numbers": "skipped"} == states(
        run_pipeline(pipeline)
    )
    assert "world!" == (RUN / "second" / "copy.txt").read_text()


def test_a_change_that_leaves_the_output_the_same_stops_there(pipeline: Path) -> None:
    run_pipeline(pipeline, overrides=["steps.first.text=''"])
    report = run_pipeline(pipeline, overrides=["steps.first.text=''", "steps.first.times=2"])
    assert {"first": "done", "second": "skipped", "numbers": "skipped"} == states(report)


def test_a_changed_option_runs_its_step_again(pipeline: Path) -> None:
    run_pipeline(pipeline)
    report = run_pipeline(pipeline, overrides=["steps.numbers.upto=6"])
    assert {"first": "skipped", "second": "skipped", "numbers": "done"} == states(report)
    assert {"began_at": 0} == report.step("numbers").summary


def test_a_changed_seed_runs_everything_again(pipeline: Path) -> None:
    run_pipeline(pipeline)
    assert ALL_DONE == states(run_pipeline(pipeline, overrides=["seed=8"]))


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
    assert {"first": "done", "second": "skipped", "numbers": "skipped"} == states(report)
    assert ["copy.txt"] == [path.name for path in (RUN / "first").iterdir()]


def test_moving_the_data_elsewhere_changes_nothing(pipeline: Path) -> None:
    run_pipeline(pipeline)
    Path("elsewhere").mkdir()
    Path("in.txt").rename("elsewhere/in.txt")
    assert ALL_SKIPPED == states(run_pipeline(pipeline, overrides=["vars.file=elsewhere/in"]))


def test_force_and_until_choose_steps(pipeline: Path) -> None:
    assert {"first": "done"} == states(run_pipeline(pipeline, until="first"))
    report = run_pipeline(pipeline, force=["first"])
    assert ALL_DONE == states(report)


def test_unknown_names_in_force_and_until_are_told_together(pipeline: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        run_pipeline(pipeline, force=["frist"], until="zzz")
    assert (
        "no step is called 'frist' (did you mean 'first'?)",
        "no step is called 'zzz' (steps: first, second, numbers)",
    ) == caught.value.problems
    assert not RUN.exists()


def test_preview_says_what_would_run_and_writes_nothing(pipeline: Path) -> None:
    pending = dict.fromkeys(ALL_DONE, "pending")
    assert pending == states(preview_pipeline(pipeline))
    assert not RUN.exists()
    run_pipeline(pipeline)
    assert ALL_SKIPPED == states(preview_pipeline(pipeline))
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
    assert {"first": "skipped", "second": "skipped", "numbers": "done"} == states(report)
    assert {"began_at": 3} == report.step("numbers").summary
    assert {".km", ".lock"} == hidden()


def test_a_resumable_step_with_other_options_begins_afresh(
    pipeline: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOY_STOP", "interrupt:3")
    with pytest.raises(KeyboardInterrupt):
        run_pipeline(pipeline)
    monkeypatch.delenv("TOY_STOP")
    report = run_pipeline(pipeline, overrides=["steps.numbers.upto=6"])
    assert {"began_at": 0} == report.step("numbers").summary


def test_force_does_not_go_on(pipeline: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOY_STOP", "interrupt:3")
    with pytest.raises(KeyboardInterrupt):
        run_pipeline(pipeline)
    monkeypatch.delenv("TOY_STOP")
    report = run_pipeline(pipeline, force=["numbers"])
    assert {"began_at": 0} == report.step("numbers").summary


def test_an_interrupted_step_that_cannot_resume_leaves_nothing(
    pipeline: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOY_STOP", "interrupt:3")
    with pytest.raises(KeyboardInterrupt, match="interrupted in step 'numbers'"):
        run_pipeline(pipeline, overrides=["steps.numbers.use=toy.once"])
    assert {".km", ".lock"} == hidden()
    assert "interrupted" == run_json()["status"]


@pytest.mark.parametrize(("use", "began_at"), [("toy.count", 3), ("toy.once", 0)])
def test_a_killed_run_goes_on(
    pipeline: Path, toy_site: Path, use: str, began_at: int
) -> None:
    command = [sys.executable, "-m", "km_graph.cli", "run", "p.yaml", "--set"]
    command.append(f"steps.numbers.use={use}")
    env = {**os.environ, "PYTHONPATH": str(toy_site), "TOY_STOP": "kill:3"}
    killed = subprocess.run(command, env=env, capture_output=True, check=False)
    assert -9 == killed.returncode
    assert {"first": "done", "second": "done", "numbers": "running"} == noted()
    report = run_pipeline(pipeline, overrides=[f"steps.numbers.use={use}"])
    assert {"first": "skipped", "second": "skipped", "numbers": "done"} == states(report)
    assert {"began_at": began_at} == report.step("numbers").summary
    assert ["0", "1", "2", "3", "4"] == sorted(p.name for p in (RUN / "numbers").iterdir())


def test_a_failed_step_is_named_and_earlier_outputs_stay(
    pipeline: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOY_STOP", "fail:0")
    said = "step 'numbers': numbers.txt:3: expected a number"
    with pytest.raises(DataError) as caught:
        run_pipeline(pipeline)
    assert said == str(caught.value)
    assert (RUN / "second" / "copy.txt").exists()
    assert {"first": "done", "second": "done", "numbers": "failed"} == noted()
    assert "numbers.txt:3: expected a number" == run_json()["steps"][2]["error"]


def test_a_failed_rerun_keeps_the_older_output(
    pipeline: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_pipeline(pipeline)
    monkeypatch.setenv("TOY_STOP", "fail:2")
    with pytest.raises(DataError):
        run_pipeline(pipeline, overrides=["steps.numbers.upto=9"])
    assert 5 == len(list((RUN / "numbers").iterdir()))
    monkeypatch.delenv("TOY_STOP")
    assert ALL_SKIPPED == states(run_pipeline(pipeline))


def test_run_json_tells_what_made_the_files(pipeline: Path) -> None:
    run_pipeline(pipeline)
    run = run_json()
    first = run["steps"][0]
    assert "done" == run["status"]
    assert {"name": "demo", "file": str(pipeline), "seed": 7, "vars": {"file": "in"}} == run[
        "pipeline"
    ]
    assert "toy-steps 1.0" == first["origin"]
    assert "!" == first["options"]["text"]
    assert {"path", "sha256"} == set(first["inputs"]["source"])
    assert 64 == len(first["fingerprint"]) == len(first["output"])
    assert any(origin.startswith("km-graph ") for origin in run["plugins"])


def test_run_json_is_there_before_the_first_step(pipeline: Path) -> None:
    report_before = []
    run_pipeline(pipeline, watch=lambda _: report_before.append(noted()))
    assert {"first": "done", "second": "pending", "numbers": "pending"} == report_before[0]


def test_a_file_an_earlier_step_did_not_make_is_told(pipeline: Path) -> None:
    with pytest.raises(KmError, match=r"step 'second': source: no such file .*cpoy\.txt") as caught:
        run_pipeline(pipeline, overrides=["steps.second.source=@first/cpoy.txt"])
    assert "there are copy.txt" == caught.value.hint


def test_a_run_folder_under_a_file_is_refused(pipeline: Path) -> None:
    with pytest.raises(OutputError, match=r"cannot write in\.txt/run: Not a directory; .*--run"):
        run_pipeline(pipeline, run="in.txt/run")


def test_a_folder_that_is_not_ours_is_not_replaced(pipeline: Path) -> None:
    (RUN / "first").mkdir(parents=True)
    (RUN / "first" / "precious.txt").write_text("mine")
    with pytest.raises(KmError, match="exists and was not made by this pipeline"):
        run_pipeline(pipeline)
    assert "mine" == (RUN / "first" / "precious.txt").read_text()


def test_two_runs_of_one_folder_do_not_meet(pipeline: Path) -> None:
    RUN.mkdir(parents=True)
    with only_run_in(RUN), pytest.raises(KmError, match=f"in use by .* process {os.getpid()}"):
        run_pipeline(pipeline)
    assert ALL_DONE == states(run_pipeline(pipeline))


@pytest.mark.parametrize("content", ["", "[]", '{"a": 1}', "{"])
def test_damaged_memory_costs_only_time(pipeline: Path, content: str) -> None:
    run_pipeline(pipeline)
    for file in (RUN / ".km").iterdir():
        if file.name != "first.json":
            file.write_text(content)
    shutil.rmtree(RUN / "second")
    shutil.rmtree(RUN / "numbers")
    assert {"first": "skipped", "second": "done", "numbers": "done"} == states(
        run_pipeline(pipeline)
    )
