"""Answers that are sure enough, and silence where none is."""

from dataclasses import replace

from km_data.records import Prediction


def graded(prediction: Prediction, *, min_confidence: float) -> Prediction:
    """The prediction without answers whose score is below ``min_confidence``.

    Their evidence goes with them. Where none is left, the graph does not say. Answers of
    reasoners that do not score them have no confidence to go by; they stay.

    Example:
        >>> graded(Prediction("1", ("a", "b"), (0.9, 0.1)), min_confidence=0.5).answers
        ('a',)
    """
    if not prediction.scores or min_confidence <= 0:
        return prediction
    scored = zip(prediction.answers, prediction.scores, strict=True)
    kept = {answer: score for answer, score in scored if score >= min_confidence}
    return replace(
        prediction,
        answers=tuple(kept),
        scores=tuple(kept.values()),
        evidence=tuple(path for path in prediction.evidence if path.entities[-1] in kept),
    )
