"""What a baseline is asked; the words stand here alone, because they change the scores."""

from collections.abc import Sequence

from km_data.prompts import reasoning_prompt
from km_data.records import Question
from km_eval.baseline.extraction import Extraction

_FORMS = {
    "lines": "Write every answer on a line of its own, and nothing else.",
    "raw": "Write the answer and nothing else.",
    "json": 'Write the answers as one JSON list of texts, like ["…", "…"], and nothing else.',
}


def closed_book_prompt(question: Question, form: Extraction) -> str:
    """The question alone."""
    return f"{_FORMS[form]}\n\nQuestion: {question.text}\nAnswers:\n"


def with_paths_prompt(question: Question, paths: Sequence[str], form: Extraction) -> str:
    """The question after paths in words, as a reader is asked in training."""
    return (
        "Answer the question from the reasoning paths. "
        f"{_FORMS[form]}\n\n{reasoning_prompt(question, paths)}"
    )
