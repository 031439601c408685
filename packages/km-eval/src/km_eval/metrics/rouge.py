"""ROUGE-L: how much of an explanation is in another, in the same order of words."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from km_data.records import Prediction, Question
from km_graph.graph import KnowledgeGraph

_WORD = re.compile(r"[^\W_]+")


def rouge_l(said: str, reference: str) -> float:
    """F1 of the longest common subsequence of words, lower case, without punctuation (Lin, 2004).

    Example:
        >>> round(rouge_l("the cat sat", "the cat sat on the mat"), 3)
        0.667
    """
    one, other = (_WORD.findall(text.lower()) for text in (said, reference))
    common = _longest_common(one, other)
    return 2 * common / (len(one) + len(other)) if common else 0.0


def _longest_common(one: Sequence[str], other: Sequence[str]) -> int:
    """The length of the longest common subsequence (Hunt and Szymanski, 1977)."""
    places: dict[str, list[int]] = {}
    for place, word in enumerate(other):
        places.setdefault(word, []).append(place)
    ends: list[int] = []  # ends[k]: the least place where a common subsequence of k + 1 words ends
    for word in one:
        for place in reversed(places.get(word, [])):
            k = bisect_left(ends, place)
            ends[k : k + 1] = [place]
    return len(ends)


class Explanations:
    """``rouge_l`` of what a model wrote against gold explanations.

    Args:
        references: Question id to its explanation; other questions have no number.
    """

    def __init__(self, references: Mapping[str, str]) -> None:
        self.references = references

    def score(
        self,
        question: Question,
        prediction: Prediction,
        graph: KnowledgeGraph | None,  # noqa: ARG002  (part of the contract)
    ) -> Mapping[str, float]:
        """The number, or nothing."""
        reference = self.references.get(question.id)
        if reference is None:
            return {}
        said = prediction.completion if prediction.error is None else ""
        return {"rouge_l": rouge_l(said, reference)}
