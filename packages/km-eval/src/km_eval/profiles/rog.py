"""The rules of Reasoning on Graphs and of GNN-RAG, which took it over and added Hits@1."""

from collections.abc import Mapping

from km_eval.cases import Case
from km_eval.profiles.matching import lines_or_list, n_found, rog_numbers
from km_eval.profiles.rule import Rule

_SHARED = (
    (
        'A gold answer that is a substring of the answers counts: "Iran" hits "Tirana", and a gold '
        '"The" or "?", which normalizes to nothing, hits everything.'
    ),
    "The answers are joined by a space first, so a gold answer may match across two of them.",
    "Precision is found gold answers by number of answers: one line that names three is 3.0.",
    "Blank lines of a text count as answers.",
    "Questions without a prediction are not counted; one without gold answers stops the script.",
)


class Rog(Rule):
    """``hit``, ``accuracy``, ``f1``, ``precision`` and ``recall`` of RoG.

    Example:
        >>> from km_data.records import Prediction, Question
        >>> asked = Question("1", "…?", answers=("Iran",))
        >>> ROG.score(Case(asked, Prediction("1"), "Tirana"))["hit"]
        1.0
    """

    name = "rog"
    version = 1
    source = "reasoning-on-graphs: src/qa_prediction/evaluate_results.py"
    quirks = (
        *_SHARED,
        "A text is split at line breaks; a list loses duplicates and is sorted by frequency.",
        'The paper calls Hit "Hits@1".',
    )
    shown = ("hit", "f1", "precision", "recall")

    def score(self, case: Case) -> Mapping[str, float]:
        """The five numbers of RoG's script."""
        return rog_numbers(lines_or_list(case.raw), case.gold)


class GnnRag(Rule):
    """As RoG, after stripping the text, and ``hit1``: a gold answer in the first line."""

    name = "gnnrag"
    version = 1
    source = "GNN-RAG: llm/src/qa_prediction/evaluate_results.py"
    quirks = (
        *_SHARED,
        "Blank lines before and after a text do not count, blank lines within it do.",
        "Hit1 is a substring match in the first line, not equality.",
        "The script stops at a list; here it is taken as lines of a text.",
    )
    shown = ("hit", "hit1", "f1", "precision", "recall")

    def score(self, case: Case) -> Mapping[str, float]:
        """The six numbers of GNN-RAG's script."""
        text = case.raw if isinstance(case.raw, str) else "\n".join(case.raw)
        lines = text.strip().split("\n")
        numbers = rog_numbers(lines, case.gold)
        return numbers | {"hit1": float(n_found(lines[0], case.gold) > 0)}


ROG = Rog()
GNNRAG = GnnRag()
