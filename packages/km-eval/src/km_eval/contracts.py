"""What a plugin of km-eval must do: metrics."""

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from km_data.records import Prediction, Question
from km_graph.graph import KnowledgeGraph
from km_graph.plugins import PluginGroup

METRICS = PluginGroup("km.metrics")


@runtime_checkable
class Metric(Protocol):
    """Question and prediction to numbers; the plugin is an object."""

    def score(
        self, question: Question, prediction: Prediction, graph: KnowledgeGraph | None
    ) -> Mapping[str, float]:
        """Named numbers for one question; the mean over all questions is reported.

        A name is left out where the metric does not apply (no gold relation path, say); its mean
        is then over the questions it applies to. Pure and deterministic.
        """
        ...
