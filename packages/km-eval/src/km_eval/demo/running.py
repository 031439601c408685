"""Run the demo pipeline and sum up what it did."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from km_data.records import Prediction, Question, read_predictions, read_questions
from km_graph.errors import ConfigError
from km_graph.files import read_json, write_json
from km_graph.pipeline import RunReport, run_pipeline
from km_graph.pipeline.runner import Watcher
from km_graph.progress import SILENT, Progress

PIPELINE = Path(__file__).with_name("pipeline.yaml")
ASKED = Path(__file__).with_name("asked.jsonl")
INSTALL_SECONDS = "KM_DEMO_INSTALL_SECONDS"
"""The environment variable by which whoever installed the packages tells how long it took."""


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demo did.

    Attributes:
        folder: The run folder.
        report: What ``report.json`` in it holds.
        asked: Questions in words and their answers.
    """

    folder: Path
    report: Mapping[str, Any]
    asked: tuple[tuple[Question, Prediction], ...]


def run_demo(
    out: str | Path,
    *,
    seed: int,
    progress: Progress = SILENT,
    watch: Watcher = lambda _: None,
) -> Demo:
    """Run the pipeline, or what is left of it, and write ``report.json`` into its folder.

    Raises:
        KmError: What a step raised, with the step's name.
    """
    run = run_pipeline(
        PIPELINE, overrides=[f"seed={seed}"], run=out, progress=progress, watch=watch
    )
    report = _report(run, _install_seconds())
    write_json(run.folder / "report.json", report)
    return Demo(run.folder, report, _asked(run.folder))


def _report(run: RunReport, install: float | None) -> dict[str, Any]:
    details = read_json(run.folder / "report" / "report.json")
    systems = {name: _system(system) for name, system in details["systems"].items()}
    # Steps that were skipped count with the time they once took.
    total = sum(step.seconds for step in run.steps)
    return {
        "schema_version": 1,
        **systems,
        "questions": details["questions"],
        "seconds": {"install": install, "total": round(total, 1)},
        "steps": {step.name: dict(step.summary) for step in run.steps},
    }


def _system(system: Mapping[str, Any]) -> dict[str, Any]:
    counts = {name: system["counts"][name] for name in ("n_scored", "n_failed", "n_empty")}
    breakdown = {"per_hop": system["per_hop"], "slices": system["slices"]}
    return {**system["overall"], **counts, **breakdown}


def _install_seconds() -> float | None:
    text = os.environ.get(INSTALL_SECONDS, "")
    try:
        return float(text) if text else None
    except ValueError as error:
        raise ConfigError("", [f"{INSTALL_SECONDS}: expected seconds, found {text!r}"]) from error


def _asked(folder: Path) -> tuple[tuple[Question, Prediction], ...]:
    predictions = read_predictions(folder / "asked" / "predictions.jsonl")
    return tuple(zip(read_questions(ASKED), predictions, strict=True))
