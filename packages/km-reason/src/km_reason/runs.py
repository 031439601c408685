"""What a pipeline's run folder says about how to answer."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from km_graph.errors import DataError
from km_graph.files import read_json
from km_reason.options import ReasonOptions

_PATHS = ("graph", "adapter", "completions")


def options_of_run(run: str | Path) -> dict[str, Any]:
    """The options, for ``ReasonOptions``, with which a run folder's own model answers.

    They are those of its last ``reason.answer`` step that used an adapter; where there is none,
    the graph is what its first ``graph.import`` step made and the adapter what its last
    ``train.run`` step made.

    Raises:
        DataError: If this is no run folder, or it holds no graph or no trained adapter.
    """
    folder = Path(run)
    if not folder.is_dir():
        raise DataError(folder, "no such run folder", hint="km run PIPELINE makes one")
    if not (folder / "run.json").is_file():
        raise DataError(folder, "expected a run folder, found no run.json", hint="km run makes one")
    done = [step for step in _steps(folder) if (folder / str(step.get("name"))).is_dir()]
    for step in reversed(done):
        options = step.get("options", {})
        trained = options.get("adapter") and options.get("planner") != "oracle"
        if step.get("use") == "reason.answer" and trained:
            return _resolved(folder, options)
    return {
        "graph": _made_by(folder, done, "graph.import"),
        "adapter": _made_by(folder, done[::-1], "train.run"),
    }


def _steps(folder: Path) -> list[Mapping[str, Any]]:
    content = read_json(folder / "run.json")
    steps = content.get("steps") if isinstance(content, dict) else None
    if not isinstance(steps, list) or not all(isinstance(step, dict) for step in steps):
        raise DataError(folder / "run.json", "expected the record of a pipeline, with its steps")
    return steps


def _made_by(folder: Path, steps: list[Mapping[str, Any]], use: str) -> Path:
    for step in steps:
        if step.get("use") == use:
            return folder / str(step["name"])
    raise DataError(
        folder, f"holds no finished step that uses {use}", hint="run its pipeline to the end"
    )


def _resolved(folder: Path, options: Mapping[str, Any]) -> dict[str, Any]:
    known = {key: value for key, value in options.items() if key in ReasonOptions.model_fields}
    for key in _PATHS:
        if known.get(key):
            known[key] = _place(folder, Path(known[key]))
    return known


def _place(folder: Path, path: Path) -> Path:
    """Where an input lies: ``@step/file`` is in the run folder."""
    first, *rest = path.parts
    return folder.joinpath(first[1:], *rest) if first.startswith("@") else path
