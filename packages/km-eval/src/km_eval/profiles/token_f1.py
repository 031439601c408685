"""Token-level F1: the rules of KG-R1 and of GraphWalker, which share a name and little else."""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from km_eval.cases import Case, Raw
from km_eval.normalize import normalized
from km_eval.profiles.rule import Rule, f1

_INDEFINITE = re.compile(r"\b(a|an)\b")


class KgR1(Rule):
    """``exact_match`` by normalized equality and token ``f1``, the best over gold answers."""

    name = "token-f1"
    version = 1
    source = "KG-R1: answer reward"
    quirks = (
        (
            "F1 is that of words, the best over gold answers: a long answer that contains the "
            "words of one gold answer scores well, and of twenty gold answers one is enough."
        ),
        "A text is one answer for F1 and a comma-separated list for exact match.",
        "Questions without a prediction are not counted.",
    )
    shown = ("exact_match", "f1")

    def score(self, case: Case) -> Mapping[str, float]:
        """The two numbers."""
        text = case.raw if isinstance(case.raw, str) else ", ".join(case.raw)
        parts = text.split(",") if isinstance(case.raw, str) else case.raw
        said = {normalized(part) for part in (text, *parts)}
        gold = [normalized(answer) for answer in case.gold]
        words = normalized(text).split()
        best = max((_bag_f1(words, answer.split()) for answer in gold), default=0.0)
        return {"exact_match": float(not said.isdisjoint(gold)), "f1": best}


class GraphWalker(Rule):
    """``exact_match`` (either contains the other) and word ``f1``, the best over all pairs."""

    name = "token-f1-graphwalker"
    version = 1
    source = "GraphWalker: slime/examples/graphwalker/src/eval/metrics.py"
    quirks = (
        (
            "F1 is the best over all pairs of an answer and a gold answer: one right of twenty is "
            "1.0. It cannot be compared with set F1."
        ),
        "Exact match is right if either contains the other, in any pair.",
        "Normalization only lowers case and drops a and an; punctuation and the stay.",
        'A text is a JSON list, else split at "|", else one answer.',
        "Questions without a prediction are not counted.",
    )
    shown = ("exact_match", "f1")

    def score(self, case: Case) -> Mapping[str, float]:
        """The two numbers."""
        said = _candidates(case.raw)
        answers = [_lowered(answer) for answer in said]
        gold = [_lowered(answer) for answer in case.gold]
        # An empty answer is none, but one that becomes empty is part of every gold answer.
        right = any(
            answer == wanted or wanted in answer or (answer and answer in wanted)
            for answer, given in zip(answers, said, strict=True)
            if given
            for wanted in gold
        )
        words = [set(answer.split()) for answer in gold]
        best = max((_set_f1(set(a.split()), w) for a in answers for w in words), default=0.0)
        return {"exact_match": float(right), "f1": best}


def _bag_f1(said: Sequence[str], gold: Sequence[str]) -> float:
    common = sum((Counter(said) & Counter(gold)).values())
    return f1(common / len(said), common / len(gold)) if common else 0.0


def _set_f1(said: set[str], gold: set[str]) -> float:
    common = len(said & gold)
    return f1(common / len(said), common / len(gold)) if common else 0.0


def _lowered(text: str) -> str:
    return " ".join(_INDEFINITE.sub(" ", text.lower()).split())


def _candidates(raw: Raw) -> list[str]:
    if not isinstance(raw, str):
        return [text.strip() for text in raw if text]
    text = raw.strip()
    if not raw:
        return []
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return [part.strip() for part in text.split("|") if part.strip()] if "|" in text else [text]
    if isinstance(value, list):
        return [str(item).strip() for item in value if item]
    return [str(value).strip()]


KG_R1 = KgR1()
GRAPHWALKER = GraphWalker()
