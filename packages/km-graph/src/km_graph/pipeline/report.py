"""What a run did, step by step."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

Status = Literal["pending", "running", "done", "skipped", "failed", "interrupted"]


@dataclass(frozen=True, slots=True)
class StepReport:
    """How one step went.

    Attributes:
        name: Its name in the pipeline.
        use: Which registered step it is.
        status: ``"done"`` now, ``"skipped"`` because nothing changed, or ``"pending"``.
        seconds: How long it took when it was last done.
        summary: What it said of its result.
        out: Its folder.
    """

    name: str
    use: str
    status: Status
    out: Path
    seconds: float = 0.0
    summary: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The report as JSON values."""
        return {
            "name": self.name,
            "use": self.use,
            "status": self.status,
            "seconds": round(self.seconds, 3),
            "summary": dict(self.summary),
            "out": str(self.out),
        }


@dataclass(frozen=True, slots=True)
class RunReport:
    """How a run went.

    Attributes:
        name: The name of the pipeline.
        folder: The run folder.
        seconds: Wall time of this run.
        steps: One report a step, in order.
    """

    name: str
    folder: Path
    seconds: float
    steps: tuple[StepReport, ...]

    def step(self, name: str) -> StepReport:
        """The report of one step.

        Raises:
            KeyError: If no step is called so.
        """
        return {step.name: step for step in self.steps}[name]

    def as_json(self) -> dict[str, Any]:
        """The report as JSON values."""
        return {
            "pipeline": self.name,
            "folder": str(self.folder),
            "seconds": round(self.seconds, 3),
            "steps": [step.as_json() for step in self.steps],
        }
