"""What a plugin of km-train must do: base models and recipes."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from km_data.records import Example
from km_graph.plugins import PluginGroup
from km_graph.step import StepContext
from km_train.options import TrainOptions

BASE_MODELS = PluginGroup("km.base_models")
RECIPES = PluginGroup("km.recipes")


@runtime_checkable
class BaseModel(Protocol):
    """A model that an installed package brings; the plugin is a function without arguments."""

    def __call__(self) -> Path:
        """A folder with model and tokenizer in Hugging Face form; imports nothing heavy."""
        ...


@runtime_checkable
class Recipe(Protocol):
    """A way of training; the plugin is an object."""

    def run(
        self,
        options: TrainOptions,
        context: StepContext,
        *,
        examples: Sequence[Example],
        validation: Sequence[Example] = (),
    ) -> Mapping[str, Any]:
        """Train on the examples and return a JSON-able account of it, ``run.json`` in the making.

        Writes ``adapter/`` (or ``model/`` where no adapter is trained) and ``metrics.jsonl`` into
        ``context.out``. One machine, seed and thread count give the same bytes. Interrupted, it
        leaves complete checkpoints there; called again, it goes on from the last and ends with
        what an uninterrupted run would have written.

        Raises:
            TrainingError: If the model is missing, no example fits or the loss is not finite.
        """
        ...
