"""RoG's matching: a normalized gold answer somewhere in the normalized prediction."""

from collections.abc import Iterable, Sequence

from km_eval.cases import Raw
from km_eval.contracts import NotScoredError
from km_eval.normalize import normalized
from km_eval.profiles.rule import f1


def by_frequency(answers: Iterable[str]) -> list[str]:
    """Each answer once, most frequent first, else in order of appearance."""
    counts: dict[str, int] = {}
    for answer in answers:
        counts[answer] = counts.get(answer, 0) + 1
    if len(counts) == sum(counts.values()):
        return list(counts)
    return sorted(counts, key=lambda answer: -counts[answer])


def lines_or_list(raw: Raw) -> list[str]:
    """What RoG makes of a prediction: the lines of a text, blanks kept, or a list by frequency."""
    return raw.split("\n") if isinstance(raw, str) else by_frequency(raw)


def n_found(text: str, gold: Iterable[str]) -> int:
    """How many gold answers are a part of the text, both normalized."""
    said = normalized(text)
    return sum(normalized(answer) in said for answer in gold)


def rog_numbers(predictions: Sequence[str], gold: Sequence[str]) -> dict[str, float]:
    """Hit, accuracy, F1, precision and recall as RoG's script computes them.

    Raises:
        NotScoredError: If there is no gold answer.
    """
    if not gold:
        raise NotScoredError("no gold answers: the script divides by their number")
    found = n_found(" ".join(predictions), gold)
    precision = found / len(predictions) if predictions else 0.0
    accuracy = found / len(gold)
    # Without answers all three are 0, even where a gold answer normalizes to nothing.
    recall = accuracy if predictions else 0.0
    return {
        "hit": float(found > 0),
        "accuracy": accuracy,
        "f1": f1(precision, recall),
        "precision": precision,
        "recall": recall,
    }
