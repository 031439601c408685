"""Questions with their answers, shown before the one that is asked."""

import json
from collections.abc import Sequence

import numpy as np

from km_data.records import Question
from km_eval.extraction import Extraction


def choose_shots(shots: Sequence[Question], k: int, seed: int) -> list[Question]:
    """``k`` of the questions that have answers, drawn once for all questions, in file order."""
    usable = [shot for shot in shots if shot.answers]
    chosen = np.random.default_rng(seed).permutation(len(usable))[:k]
    return [usable[i] for i in sorted(chosen.tolist())]


def solved(prompt: str, shot: Question, form: Extraction) -> str:
    """A prompt with the answers that should follow it."""
    return f"{prompt}{written(shot.answers, form)}"


def written(answers: Sequence[str], form: Extraction) -> str:
    """Answers in the form that a model is asked for; ``extract_answers`` reads them back.

    Example:
        >>> print(written(["Paris", "Lyon"], "ans"))
        ans: Paris
        ans: Lyon
    """
    if form == "json":
        return json.dumps(list(answers), ensure_ascii=False)
    if form == "ans":
        return "\n".join(f"ans: {answer}" for answer in answers)
    return "\n".join(answers) if form == "lines" else answers[0]


def with_shots(prompt: str, examples: Sequence[str]) -> str:
    """The examples and then the prompt."""
    return "\n\n---\n\n".join([*examples, prompt])
