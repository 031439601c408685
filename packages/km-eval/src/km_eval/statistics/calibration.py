"""Whether answers given with a confidence of 0.8 are right eight times in ten."""

from math import fsum

_BINS = 15


class Calibration:
    """Expected calibration error over equal bins of confidence, one answer at a time.

    The error is the mean, over answers, of the distance between the confidence and the share of
    right answers in the bin the answer falls into (Guo et al., 2017).

    Example:
        >>> calibration = Calibration()
        >>> for right in (1.0, 1.0, 0.0, 0.0):
        ...     calibration.add(0.9, right)
        >>> round(calibration.error, 3)
        0.4
    """

    def __init__(self, bins: int = _BINS) -> None:
        self._n = [0] * bins
        self._confidence = [0.0] * bins
        self._right = [0.0] * bins

    def add(self, confidence: float, right: float) -> None:
        """Count one answer, with its confidence from 0 to 1."""
        place = min(int(confidence * len(self._n)), len(self._n) - 1)
        self._n[place] += 1
        self._confidence[place] += confidence
        self._right[place] += right

    @property
    def error(self) -> float | None:
        """The expected calibration error, or None if nothing was counted."""
        n = sum(self._n)
        pairs = zip(self._confidence, self._right, strict=True)
        return fsum(abs(said - right) for said, right in pairs) / n if n else None
