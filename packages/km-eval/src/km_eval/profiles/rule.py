"""What the profiles share: how numbers of cases become what is reported."""

from collections.abc import Mapping


class Rule:
    """A profile whose report is the mean of each number; subclasses score."""

    counts_missing = False

    def summary(self, means: Mapping[str, float]) -> Mapping[str, float]:
        """The means, as they are."""
        return means


def f1(precision: float, recall: float) -> float:
    """The harmonic mean, 0 if both are 0."""
    total = precision + recall
    return 2 * precision * recall / total if total else 0.0
