"""The rule of Graph-Constrained Reasoning, of both its steps."""

from collections.abc import Mapping, Sequence

from km_eval.cases import Case
from km_eval.contracts import NotScoredError
from km_eval.normalize import normalized
from km_eval.profiles.matching import by_frequency, n_found
from km_eval.profiles.rule import Rule, f1

_ANSWER = "# Answer:\n"
_PATH = "# Reasoning Path:\n"
_RANKS = (1, 3, 5, 10)


class Gcr(Rule):
    """``hit``, ``accuracy``, ``f1``, ``precision``, ``recall`` and ``hit_at_k`` of GCR.

    Completions of its first step, path and answer in one text, also get ``path_*`` (against
    gold paths, if there are any) and ``path_answer_*`` (gold answers within the paths).
    """

    name = "gcr"
    version = 1
    source = "graph-constrained-reasoning: src/utils/qa_utils.py"
    quirks = (
        "A gold answer that is a substring of the answers counts, as with RoG.",
        "Precision is answers with a gold one in them by number of answers, so at most 1.",
        "Answers lose blanks and duplicates and are sorted by frequency, lines of a text too.",
        "Of completions with paths, Hit and accuracy look for gold answers in the paths too.",
        "Path F1 is a substring match of path texts, not equality.",
        "Accuracy of a question without gold answers stops the script.",
    )
    shown = ("hit", "f1", "precision", "recall")

    def score(self, case: Case) -> Mapping[str, float]:
        """The numbers of GCR's scripts."""
        gold = list(dict.fromkeys(case.gold))
        if not gold:
            raise NotScoredError("no gold answers: the script divides by their number")
        texts = case.raw.split("\n") if isinstance(case.raw, str) else case.raw
        said = by_frequency(text for text in texts if text.strip())
        found = n_found(" ".join(said), gold)
        numbers = {"hit": float(found > 0), "accuracy": found / len(gold)}
        numbers |= _overlap("", [_answer(text) for text in said], gold)
        numbers |= {f"hit_at_{k}": float(n_found(" ".join(said[:k]), gold) > 0) for k in _RANKS}
        if any(_ANSWER in text for text in said):
            paths = [_path(text) for text in said]
            numbers |= _overlap("path_answer_", paths, gold)
            if case.gold_paths:
                numbers |= _overlap("path_", paths, case.gold_paths)
        return numbers


def _answer(text: str) -> str:
    return text.rsplit(_ANSWER, maxsplit=1)[-1].strip()


def _path(text: str) -> str:
    return text.split(_ANSWER, maxsplit=1)[0].rsplit(_PATH, maxsplit=1)[-1].strip()


def _overlap(prefix: str, said: Sequence[str], gold: Sequence[str]) -> dict[str, float]:
    """F1 with recall over the joined texts and precision over each of them."""
    keys = [normalized(text) for text in gold]
    right = sum(any(key in text for key in keys) for text in map(normalized, said))
    precision = right / len(said) if said else 0.0
    recall = n_found(" ".join(said), gold) / len(gold) if said else 0.0
    values = {"f1": f1(precision, recall), "precision": precision, "recall": recall}
    return {prefix + name: value for name, value in values.items()}


GCR = Gcr()
