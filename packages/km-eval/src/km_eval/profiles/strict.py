"""Our own rule: equality after normalization, and every question in the denominator."""

from collections.abc import Mapping

from km_eval.cases import Case
from km_eval.metrics.strict import STRICT as METRIC
from km_eval.profiles.rule import Rule


class StrictProfile(Rule):
    """The metric ``strict`` as a profile: the numbers to believe."""

    name = "strict"
    version = 1
    source = "Knowledge-Mixer"
    quirks = (
        (
            "An answer is right if it equals a gold answer or one of its aliases after "
            "normalization; a substring never counts."
        ),
        "Every question counts: one that failed or has no prediction scores 0.",
        "A question without gold answers is right if nothing is answered.",
        "A text is taken as its lines; say how else to extract answers.",
    )
    shown = ("hits_at_1", "f1", "hit", "precision", "recall", "exact_match")
    counts_missing = True

    def score(self, case: Case) -> Mapping[str, float]:
        """The six numbers of the metric."""
        return METRIC.score(case.question, case.prediction, None)


STRICT = StrictProfile()
