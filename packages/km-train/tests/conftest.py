"""Examples and options small enough to train on in a second or two."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from km_data.records import Example, write_records
from km_graph.step import StepContext
from km_train.options import TrainOptions
from km_train.steps import RUN

WORDS = ("capital", "currency", "language", "continent", "borders", "time_zone")


@pytest.fixture
def examples() -> list[Example]:
    return [
        Example(
            f"{word}/{number}",
            f"Question: {opening} {word} of [topic]?\nRelation path:\n",
            f"<PATH>{word}</PATH>",
        )
        for word in WORDS
        for number, opening in enumerate(("what is the", "name the"))
    ]


@pytest.fixture
def options(tmp_path: Path, examples: list[Example]) -> Callable[..., TrainOptions]:
    """Makes options: six steps of rank-4 LoRA, unless said otherwise."""
    write_records(tmp_path / "examples.jsonl", examples)

    def make(train: dict[str, Any] | None = None, **given: Any) -> TrainOptions:
        schedule = {"epochs": 3, "batch": 6, "learning_rate": 3e-3, **(train or {})}
        values = {
            "examples": tmp_path / "examples.jsonl",
            "adapter": {"rank": 4, "alpha": 4},
            "train": schedule,
        }
        return TrainOptions.model_validate({**values, **given})

    return make


@pytest.fixture
def train(tmp_path: Path) -> Callable[..., Path]:
    """Runs the step and gives back its folder."""

    def run(options: TrainOptions, name: str = "run", **context: Any) -> Path:
        out = tmp_path / name
        out.mkdir(exist_ok=True)
        RUN.run(options, StepContext(out, **{"seed": 1, **context}))
        return out

    return run


@pytest.fixture
def rows_of() -> Callable[[Path], list[dict[str, Any]]]:
    """Reads a JSON-lines file."""
    return lambda path: [json.loads(line) for line in path.read_text("utf-8").splitlines()]
