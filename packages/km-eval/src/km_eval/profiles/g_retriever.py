"""The rule of G-Retriever on WebQSP."""

from collections.abc import Mapping

from km_eval.cases import Case
from km_eval.profiles.matching import rog_numbers
from km_eval.profiles.rule import Rule


class GRetriever(Rule):
    """RoG's numbers over answers that are separated by ``|``."""

    name = "g-retriever"
    version = 1
    source = "G-Retriever: src/utils/evaluate.py, get_accuracy_webqsp"
    quirks = (
        'What it returns and the paper calls "accuracy" or "Hit@1" is Hit.',
        (
            'Gold answers are joined by "|" in lower case and split again: one that contains "|" '
            "becomes several."
        ),
        '"|" in a text is a line break; else as RoG: substrings count, precision may exceed 1.',
        "Questions without a prediction are not counted.",
    )
    shown = ("hit", "f1", "precision", "recall")

    def score(self, case: Case) -> Mapping[str, float]:
        """The five numbers of RoG."""
        text = case.raw if isinstance(case.raw, str) else "|".join(case.raw)
        gold = "|".join(case.gold).lower().split("|") if case.gold else []
        return rog_numbers(text.replace("|", "\n").split("\n"), gold)


G_RETRIEVER = GRetriever()
