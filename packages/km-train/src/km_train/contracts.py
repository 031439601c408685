"""What a plugin of km-train must do: recipes."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

from km_data.records import Example
from km_graph.plugins import PluginGroup
from km_graph.step import StepContext
from km_train.options import TrainOptions

RECIPES = PluginGroup("km.recipes")


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
            DataError: If the model is missing.
            TrainingError: If no example fits or the loss is not finite.
        """
        ...
