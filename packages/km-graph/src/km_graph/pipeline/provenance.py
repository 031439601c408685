"""``run.json``: what made the files of a run folder, written before and after every step."""

import platform
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, distributions, version
from pathlib import Path
from typing import Any

from km_graph.files import write_json
from km_graph.pipeline.plan import Plan
from km_graph.plugins import GROUPS

FORMAT = 1

# Packages whose version may change what a step computes.
_LIBRARIES = (
    "numpy",
    "torch",
    "transformers",
    "tokenizers",
    "peft",
    "trl",
    "accelerate",
    "datasets",
)


class Provenance:
    """The content of ``run.json`` while a run goes on.

    Args:
        file: Where it is written.
        plan: What is being run.
    """

    def __init__(self, file: Path, plan: Plan) -> None:
        self.file = file
        self.steps: dict[str, dict[str, Any]] = {
            step.name: {
                "name": step.name,
                "use": step.plugin.name,
                "origin": step.plugin.origin,
                "step_version": step.step.version,
                "status": "pending",
                "options": step.options.model_dump(mode="json"),
                "seed": plan.seed,
            }
            for step in plan.steps
        }
        self.head: dict[str, Any] = {
            "format": FORMAT,
            "pipeline": {
                "name": plan.name,
                "file": str(plan.file),
                "seed": plan.seed,
                "vars": dict(plan.variables),
            },
            "status": "running",
            "started": _now(),
            "finished": None,
            "python": platform.python_version(),
            "platform": platform.platform(),
            "versions": _versions(_LIBRARIES),
            "plugins": _plugin_origins(),
        }

    def write(self) -> None:
        """Put it on disk as it is now."""
        write_json(self.file, {**self.head, "steps": list(self.steps.values())})

    def note(self, step: str, **facts: Any) -> None:
        """Note facts about a step, and write."""
        self.steps[step].update(facts)
        self.write()

    def finish(self, status: str) -> None:
        """Note how the run ended, and write."""
        self.head.update(status=status, finished=_now())
        self.write()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _versions(libraries: Iterable[str]) -> dict[str, str]:
    found = {}
    for name in libraries:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _plugin_origins() -> list[str]:
    """Every distribution that brings a plugin, with its version."""
    # One look at every distribution; asking group by group would read them all each time.
    return sorted(
        {
            f"{found.name} {found.version}"
            for found in distributions()
            if any(point.group in GROUPS for point in found.entry_points)
        }
    )
