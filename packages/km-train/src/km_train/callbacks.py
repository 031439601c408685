"""What happens while the trainer works: progress, metrics, checkpoints, and a stop at nonsense."""

import json
import math
import time
from pathlib import Path
from typing import Any

from transformers import TrainerCallback

from km_graph.errors import TrainingError
from km_graph.progress import Advance
from km_train.checkpoints import mark_complete

_METRICS = {  # the trainer's word for a number, then ours
    "loss": "loss",
    "learning_rate": "learning_rate",
    "num_tokens": "tokens",
    "eval_loss": "validation_loss",
}


class ProgressCallback(TrainerCallback):
    """Tells how many optimiser steps are done, on the first process only."""

    def __init__(self, advance: Advance) -> None:
        self._advance = advance

    def on_train_begin(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:  # noqa: ARG002
        """Count what an interrupted run has done."""
        if state.is_world_process_zero and state.global_step:
            self._advance(state.global_step)

    def on_step_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:  # noqa: ARG002
        """Count one step."""
        if state.is_world_process_zero:
            self._advance(1)


class MetricsCallback(TrainerCallback):
    """Appends one JSON object for each logged step to ``metrics.jsonl``."""

    def __init__(self, path: Path, *, resumed_step: int) -> None:
        self._path = path
        self.rows = _rows_until(path, resumed_step)
        self._started = time.monotonic() - (self.rows[-1]["seconds"] if self.rows else 0.0)
        path.write_text("".join(map(_line, self.rows)), "utf-8")

    def on_log(
        self,
        args: Any,  # noqa: ARG002
        state: Any,
        control: Any,  # noqa: ARG002
        logs: dict[str, Any] | None = None,
        **kwargs: Any,  # noqa: ARG002
    ) -> None:
        """Write what was measured.

        Raises:
            TrainingError: If a loss is not a finite number.
        """
        found = {_METRICS[key]: value for key, value in (logs or {}).items() if key in _METRICS}
        losses = [value for key, value in found.items() if key.endswith("loss")]
        if not losses or not state.is_world_process_zero:
            return
        row = {"step": state.global_step, **found, "seconds": self.seconds}
        if not all(map(math.isfinite, losses)):
            raise TrainingError(
                f"the loss is {losses[0]} at step {state.global_step}",
                hint="lower train.learning_rate",
            )
        self.rows.append(row)
        with self._path.open("a", encoding="utf-8") as stream:
            stream.write(_line(row))

    @property
    def seconds(self) -> float:
        """Time spent on training, that of interrupted runs up to their last checkpoint included."""
        return round(time.monotonic() - self._started, 3)


class CheckpointCallback(TrainerCallback):
    """Marks a checkpoint as complete once all its files are written."""

    def on_save(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:  # noqa: ARG002
        """Mark the checkpoint of this step."""
        if state.is_world_process_zero:
            mark_complete(Path(args.output_dir) / f"checkpoint-{state.global_step}")


def _line(row: dict[str, Any]) -> str:
    return json.dumps(row) + "\n"


def _rows_until(path: Path, step: int) -> list[dict[str, Any]]:
    rows = []
    for line in path.read_text("utf-8").splitlines() if path.exists() else ():
        try:
            row = json.loads(line)
        except ValueError:  # the line that was being written when the run was killed
            break
        if row["step"] <= step:
            rows.append(row)
    return rows
