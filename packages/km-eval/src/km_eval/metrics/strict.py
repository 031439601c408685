"""Answers right or wrong by equality: true Hits@1 and set precision, recall and F1."""

from collections.abc import Mapping

from km_data.records import Prediction, Question
from km_eval.normalize import answer_key
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
        gold = {key for answer in question.answers if (key := answer_key(answer))}
        answers = _distinct(prediction.answers, _aliases(question, gold))
        if not gold:
            return _WRONG if answers else _RIGHT
        if not answers:
            return _WRONG
        return _compare(answers, gold)


def _aliases(question: Question, gold: set[str]) -> dict[str, str]:
    """Alias to gold answer, in keys; an alias that is itself a gold answer stands for itself."""
    meant: dict[str, str] = {}
    for answer, names in question.aliases.items():
        for name in names:
            if answer_key(answer) in gold and answer_key(name) not in gold:
                meant.setdefault(answer_key(name), answer_key(answer))
    return meant


def _distinct(answers: tuple[str, ...], meant: Mapping[str, str]) -> list[str]:
    keys = (answer_key(answer) for answer in answers)
    return list(dict.fromkeys(meant.get(key, key) for key in keys if key))


def _compare(answers: list[str], gold: set[str]) -> dict[str, float]:
    common = sum(answer in gold for answer in answers)
    return {
        "hits_at_1": float(answers[0] in gold),
        "hit": float(common > 0),
        "precision": common / len(answers),
        "recall": common / len(gold),
        "f1": 2 * common / (len(answers) + len(gold)),
        "exact_match": float(common == len(answers) == len(gold)),
    }


STRICT = Strict()
