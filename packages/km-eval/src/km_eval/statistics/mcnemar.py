"""McNemar's exact test: whether two systems are right on the same share of questions."""

from math import exp, fsum, lgamma, log


def mcnemar(better: int, worse: int) -> float:
    """The two-sided exact p-value, from the questions on which only one of two is right.

    It is the chance of a split at least as uneven if either were as likely to be the right one.

    Example:
        >>> round(mcnemar(10, 2), 4)
        0.0386
        >>> mcnemar(0, 0)
        1.0
    """
    n, fewer = better + worse, min(better, worse)
    tail = fsum(exp(_log_choose(n, k) - n * log(2)) for k in range(fewer + 1))
    return min(1.0, 2 * tail)


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
