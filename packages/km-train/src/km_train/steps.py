"""The pipeline step ``train.run``."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from km_data.base_models import local_folder
from km_data.records import Example, read_examples
from km_graph.errors import TrainingError
from km_graph.files import sha256, write_json
from km_graph.step import Step, StepContext
from km_train.contracts import RECIPES, Recipe
from km_train.options import TrainOptions


def run(options: TrainOptions, context: StepContext) -> Mapping[str, Any]:
    """Train by the recipe of ``options.method``; the run folder is ``context.out``."""
    recipe: Recipe = RECIPES.load(options.method)
    examples = read_all(options.examples)
    validation = read_all(options.validation) if options.validation else ()
    base = local_folder(options.model, allow_download=options.allow_download)
    model = {"reference": options.model, "sha256": sha256(base)}
    context.out.mkdir(parents=True, exist_ok=True)
    account = dict(recipe.run(options, context, examples=examples, validation=validation))
    account = {"model": model, **account}
    write_json(context.out / "run.json", _run_json(options, context.seed, account))
    return {
        "rows": account["examples"]["rows"],
        "overlong": len(account["examples"]["overlong"]),
        "steps": account["steps"],
        "loss": account["loss"],
        "validation_loss": account["validation_loss"],
        "seconds": account["seconds"],
    }


def read_all(path: Path) -> Sequence[Example]:
    """The examples of a file.

    Raises:
        TrainingError: If there are none.
    """
    examples = tuple(read_examples(path))
    if not examples:
        raise TrainingError(
            f"{path} holds no example",
            hint="expected JSON lines with id, prompt and completion, as km data build writes them",
        )
    return examples


def _run_json(options: TrainOptions, seed: int, account: dict[str, Any]) -> dict[str, Any]:
    # Imported here: the command line reads the options of this step without torch.
    from km_train import compat  # noqa: PLC0415

    for part in ("examples", "validation"):
        if part in account:
            account[part] = {"sha256": sha256(getattr(options, part)), **account[part]}
    return {
        "options": options.model_dump(mode="json"),
        "seed": seed,
        **account,
        "versions": compat.versions(),
    }


RUN = Step(TrainOptions, run, version=1, resumable=True)
