"""The rule of SubgraphRAG, from the file its paper's numbers except Hit come from."""

from collections.abc import Iterable, Mapping, Sequence

from km_eval.cases import Case, Raw
from km_eval.contracts import NotScoredError
from km_eval.normalize import normalized
from km_eval.profiles.rule import Rule, f1

_MARK = "ans:"
_NO_ANSWER = ("ans: not available", "ans: no information available")
_DATED = ("when", "what year")
_BOTH_WAYS = (
    *(*_DATED, "which year", "where", "sport", "what countr", "language"),
    *("nba finals", "world series"),
)


class SubgraphRag(Rule):
    """Hit@1, macro and micro F1, exact match, totally wrong and hallucination of SubgraphRAG."""

    name = "subgraphrag"
    version = 1
    source = "SubgraphRAG: reason/metrics/evaluate_results_corrected.py"
    quirks = (
        'Of a text only lines with "ans:" count that do not say "none"; a list counts as it is.',
        'So a text without "ans:", as other systems write it, has no answers and scores 0.',
        (
            "Answers and gold answers are matched one to one, greedily, the longest first; a match "
            "is a substring, and in questions about times, places, sports and languages either way."
        ),
        'In questions with "when" or "what year" a gold date is cut to its year.',
        "The Hit of the paper comes from another file; this is Hit@1, of the first answer.",
        (
            "A hallucination score (100 is best) is given where a file says whether the answer is "
            "in the graph and what the model was shown."
        ),
        "A question without gold answers stops the script.",
    )
    shown = ("hits_at_1", "f1", "micro_f1", "precision", "recall")

    def score(self, case: Case) -> Mapping[str, float]:
        """The numbers of one question; ``n_*`` are for the micro averages."""
        if not case.gold:
            raise NotScoredError("no gold answers: the script divides by their number")
        question = case.question.text.lower()
        gold = _gold(case.gold, question)
        both_ways = any(words in question for words in _BOTH_WAYS)
        said = _answers(case.raw)
        found = _one_to_one(said, gold, both_ways)
        precision, recall = found / len(said) if said else 0.0, found / len(gold)
        value = f1(precision, recall)
        numbers = {
            "hits_at_1": float(bool(said) and _hits_first(said[0], gold, both_ways)),
            "f1": value,
            "precision": precision,
            "recall": recall,
            "exact_match": float(value == 1.0),
            "totally_wrong": float(found == 0),
            "no_answer": float(_abstains(case.raw, said)),
            "n_found": float(found),
            "n_answers": float(len(said)),
            # The script counts gold answers also where nothing is answered.
            "n_gold": float(len(gold)),
        }
        if case.answer_in_graph is None:
            return numbers
        return numbers | {"hallucination": _honesty(case, said, gold, both_ways)}

    def summary(self, means: Mapping[str, float]) -> Mapping[str, float]:
        """The means, micro averages from the counts, hallucination from 0 to 100 as 0 to 1."""
        found, said, gold = (means.get(name, 0.0) for name in ("n_found", "n_answers", "n_gold"))
        precision, recall = found / said if said else 0.0, found / gold if gold else 0.0
        shown = {name: value for name, value in means.items() if not name.startswith("n_")}
        if "hallucination" in shown:
            shown["hallucination"] = (shown["hallucination"] + 1.5) / 2.5
        micro = {"micro_precision": precision, "micro_recall": recall}
        return shown | {"micro_f1": f1(precision, recall)} | micro


def _gold(answers: Iterable[str], question: str) -> list[str]:
    gold = sorted(dict.fromkeys(answers), key=len, reverse=True)
    if not any(words in question for words in _DATED):
        return gold
    starts = (answer.split("-")[0] for answer in gold)
    return [
        start if "-" in answer and start.isdigit() else answer
        for answer, start in zip(gold, starts, strict=True)
    ]


def _answers(raw: Raw) -> list[str]:
    if not isinstance(raw, str):
        return list(raw)
    lines = [line for line in raw.split("\n") if _MARK in line and "none" not in line.lower()]
    said = (line for line in lines if not any(words in line.lower() for words in _NO_ANSWER))
    return list(dict.fromkeys(said))


def _abstains(raw: Raw, said: Sequence[str]) -> bool:
    if not said or not isinstance(raw, str):
        return not said
    return any(words in raw.lower() for words in _NO_ANSWER)


def _bare(answer: str) -> str:
    return answer.rsplit(_MARK, maxsplit=1)[-1].strip()


def _matches(answer: str, gold: str, both_ways: bool) -> bool:
    key, said = normalized(gold), normalized(answer)
    return key in said or (both_ways and (normalized(_bare(answer)) in key or said in key))


def _hits_first(first: str, gold: Iterable[str], both_ways: bool) -> bool:
    bare = normalized(_bare(first))
    keys, said = [normalized(answer) for answer in gold], normalized(first)
    return any(key in said or (both_ways and bare in key) for key in keys)


def _one_to_one(answers: Iterable[str], gold: Iterable[str], both_ways: bool) -> int:
    left = sorted(answers, key=len, reverse=True)
    found = 0
    for wanted in gold:
        for answer in left:
            if _matches(answer, wanted, both_ways):
                left.remove(answer)
                found += 1
                break
    return found


def _honesty(case: Case, said: Sequence[str], gold: Sequence[str], both_ways: bool) -> float:
    """The hallucination score of one question, from -1.5 to 1."""
    if _abstains(case.raw, said):
        return float(not case.answer_in_graph)
    if not case.answer_in_graph:
        return sum(-1.0 if _is_shown(answer, case.retrieved) else -1.5 for answer in said) / len(
            said
        )
    left, score = list(gold), 0
    for answer in said:
        match = next((wanted for wanted in left if _matches(answer, wanted, both_ways)), None)
        score += -1 if match is None else 1
        if match is not None:
            left.remove(match)
    return score / len(said)


def _is_shown(answer: str, entities: Iterable[str]) -> bool:
    said = answer.lower()
    bare = _bare(said)
    return any(bare in entity or entity in said for entity in map(str.lower, entities))


SUBGRAPHRAG = SubgraphRag()
