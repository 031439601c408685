"""How far the confidence in the first answer is from its being right."""

from collections.abc import Mapping

from km_data.records import Prediction, Question
from km_eval.metrics.strict import STRICT
from km_graph.graph import KnowledgeGraph


class Confidence:
    """``confidence`` in the first answer and ``brier``, its squared distance from right or wrong.

    Left out where the first score of a prediction is no probability (below 0, above 1, or not
    there). With the metric ``strict``, a scored file also has its expected calibration error.
    """

    def score(
        self, question: Question, prediction: Prediction, graph: KnowledgeGraph | None
    ) -> Mapping[str, float]:
        """The two numbers, or nothing."""
        if prediction.error is not None or not prediction.scores or not prediction.answers:
            return {}
        confidence = prediction.scores[0]
        if not 0.0 <= confidence <= 1.0:
            return {}
        right = STRICT.score(question, prediction, graph)["hits_at_1"]
        return {"confidence": confidence, "brier": (confidence - right) ** 2}


CONFIDENCE = Confidence()
