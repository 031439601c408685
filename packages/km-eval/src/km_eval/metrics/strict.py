"""Answers right or wrong by equality: true Hits@1 and set precision, recall and F1."""

from collections.abc import Mapping

from km_data.records import Prediction, Question
from km_eval.normalize import answer_key, answer_keys
from km_graph.graph import KnowledgeGraph

_NAMES = ("hits_at_1", "hit", "precision", "recall", "f1", "exact_match")
_WRONG = dict.fromkeys(_NAMES, 0.0)
_RIGHT = dict.fromkeys(_NAMES, 1.0)


class Strict:
    """Normalized equality with gold answers; no substring ever counts.

    ``hits_at_1``: the first answer is gold. ``hit``: any answer is. ``precision``, ``recall``
    and ``f1`` compare the set of answers with the set of gold answers; ``exact_match`` asks
    that the sets be equal. An alias counts as the answer it stands for (the first one, if two
    gold answers share it); answers equal after normalization count once; blanks do not count.

    A question without gold answers is unanswerable: all numbers are 1 if nothing is answered,
    else 0. A prediction with an error scores 0 in everything.

    Example:
        >>> question = Question("1", "…?", answers=("The Hague", "Delft"))
        >>> scores = STRICT.score(question, Prediction("1", answers=("hague",)), None)
        >>> scores["hits_at_1"], scores["precision"], scores["recall"]
        (1.0, 1.0, 0.5)
    """

    def score(
        self,
        question: Question,
        prediction: Prediction,
        graph: KnowledgeGraph | None,  # noqa: ARG002  (part of the contract)
    ) -> Mapping[str, float]:
        """The six numbers named above, each between 0 and 1."""
        if prediction.error is not None:
            return _WRONG
        gold = set(answer_keys(question.answers))
        keys = answer_keys(prediction.answers)
        if question.aliases and keys:
            meant = _aliases(question, gold)
            keys = [meant.get(key, key) for key in keys]
        answers = list(dict.fromkeys(keys)) if len(keys) > 1 else keys
        if not gold:
            return _WRONG if answers else _RIGHT
        if not answers or gold.isdisjoint(answers):
            return _WRONG
        return _compare(answers, gold)


def _aliases(question: Question, gold: set[str]) -> dict[str, str]:
    """Alias to gold answer, in keys; an alias that is itself a gold answer stands for itself."""
    meant: dict[str, str] = {}
    for answer, names in question.aliases.items():
        key = answer_key(answer)
        if key in gold:
            for name in answer_keys(names):
                if name not in gold:
                    meant.setdefault(name, key)
    return meant


def _compare(answers: list[str], gold: set[str]) -> dict[str, float]:
    common = len(gold.intersection(answers))
    return {
        "hits_at_1": float(answers[0] in gold),
        "hit": float(common > 0),
        "precision": common / len(answers),
        "recall": common / len(gold),
        "f1": 2 * common / (len(answers) + len(gold)),
        "exact_match": float(common == len(answers) == len(gold)),
    }


STRICT = Strict()
