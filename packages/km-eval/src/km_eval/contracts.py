"""What a plugin of km-eval must do: metrics and profiles."""

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from km_data.records import Prediction, Question
from km_eval.cases import Case
from km_graph.graph import KnowledgeGraph
from km_graph.plugins import PluginGroup

METRICS = PluginGroup("km.metrics")
PROFILES = PluginGroup("km.profiles")


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


class NotScoredError(ValueError):
    """A published rule gives no number for a case, because its script would stop there."""


@runtime_checkable
class Profile(Protocol):
    """The scoring rule of a published system, to the letter; the plugin is an object.

    Attributes:
        name: What users write, the name of the plugin.
        version: Counted up whenever a number could change.
        source: The published script that it follows.
        quirks: What to know before comparing its numbers with others, a sentence each.
        shown: The numbers worth a place in a table, best known first.
        counts_missing: Whether a question that failed or has no prediction scores zero; if not,
            it is left out of the denominator, as the script leaves it out.
    """

    name: str
    version: int
    source: str
    quirks: tuple[str, ...]
    shown: tuple[str, ...]
    counts_missing: bool

    def score(self, case: Case) -> Mapping[str, float]:
        """Named numbers of one case; pure, deterministic, and the same names for every case.

        Numbers that only some files can have (of gold paths, say) may be left out.

        Raises:
            NotScoredError: If the published script would stop at such a case.
        """
        ...

    def summary(self, means: Mapping[str, float]) -> Mapping[str, float]:
        """What is reported, from the means of the numbers over all cases."""
        ...
