"""A profile where a metric is wanted: in reports and comparisons."""

from collections.abc import Mapping

from km_data.records import Prediction, Question
from km_eval.cases import Case, raw_of
from km_eval.contracts import NotScoredError, Profile
from km_graph.graph import KnowledgeGraph


class ProfileMetric:
    """The numbers of a profile as ``rog.hit`` and so on, for each question.

    What the script would have read is the completion of a prediction, else its answers. A
    question that the profile leaves out of its denominator has no numbers.
    """

    def __init__(self, profile: Profile) -> None:
        self.profile = profile

    def score(
        self,
        question: Question,
        prediction: Prediction,
        graph: KnowledgeGraph | None,  # noqa: ARG002  (part of the contract)
    ) -> Mapping[str, float]:
        """The numbers of the profile under its name, or nothing."""
        if prediction.error is not None and not self.profile.counts_missing:
            return {}
        try:
            numbers = self.profile.score(Case(question, prediction, raw_of(prediction)))
        except NotScoredError:
            return {}
        return {f"{self.profile.name}.{name}": value for name, value in numbers.items()}
