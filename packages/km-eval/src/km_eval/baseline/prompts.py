"""What a baseline is asked; the words stand here alone, because they change the scores."""

from collections.abc import Sequence

from km_data.prompts import reasoning_prompt
from km_data.records import Question
from km_eval.extraction import Extraction

_FORMS = {
    "lines": "Write every answer on a line of its own, and nothing else.",
    "raw": "Write the answer and nothing else.",
    "ans": "Write every answer on a line of its own, after 'ans:', and nothing else.",
    "json": 'Write the answers as one JSON list of texts, like ["…", "…"], and nothing else.',
}
_AFTER_THOUGHT = {
    "ans": "end with every answer on a line of its own, after 'ans:'.",
    "json": 'end with the answers as one JSON list of texts, like ["…", "…"].',
}


def closed_book_prompt(question: Question, form: Extraction) -> str:
    """The question alone."""
    return f"{_FORMS[form]}\n\nQuestion: {question.text}\nAnswers:\n"


def chain_of_thought_prompt(question: Question, form: Extraction) -> str:
    """The question alone, with room to think; ``form`` is ``ans`` or ``json``."""
    return f"Think step by step, then {_AFTER_THOUGHT[form]}\n\nQuestion: {question.text}\n"


def with_paths_prompt(question: Question, paths: Sequence[str], form: Extraction) -> str:
    """The question after paths in words, as a reader is asked in training."""
    return (
        "Answer the question from the reasoning paths. "
        f"{_FORMS[form]}\n\n{reasoning_prompt(question, paths)}"
    )


def neighborhood_prompt(question: Question, facts: Sequence[str], form: Extraction) -> str:
    """The question after the facts around its topics."""
    listed = "\n".join(facts) or "none"
    return (
        f"Answer the question from the facts. {_FORMS[form]}\n\n"
        f"Facts:\n{listed}\n\nQuestion: {question.text}\nAnswers:\n"
    )
