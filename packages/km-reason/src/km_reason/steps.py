"""The pipeline steps of km-reason."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from time import perf_counter
from typing import Any

from km_data.records import Prediction, read_questions, write_records
from km_graph.errors import DataError
from km_graph.opening import open_graph
from km_graph.step import Step, StepContext
from km_reason.answering import answer_all
from km_reason.assembly import make_linker, make_reasoner
from km_reason.grading import graded
from km_reason.options import AnswerOptions

PREDICTIONS = "predictions.jsonl"


def answer(options: AnswerOptions, context: StepContext) -> dict[str, Any]:
    """Write ``predictions.jsonl``, one prediction for each question, in order."""
    questions = list(read_questions(options.questions))
    if not questions:
        raise DataError(options.questions, "expected at least one question")
    graph = open_graph(options.graph, progress=context.progress)
    reasoner = make_reasoner(options)
    started = perf_counter()
    linker = partial(make_linker, options.linker) if options.link else None
    answered = answer_all(reasoner, graph, questions, linker=linker, progress=context.progress)
    predictions = [graded(item, min_confidence=options.min_confidence) for item in answered]
    seconds = perf_counter() - started
    # Wall time is left out, or the same work would not give the same bytes.
    timed = predictions if options.timing else [replace(item, seconds=0.0) for item in predictions]
    write_records(context.out / PREDICTIONS, timed)
    return summary(predictions, seconds)


def summary(predictions: Sequence[Prediction], seconds: float) -> dict[str, Any]:
    """Counts over predictions: every question is answered, abstained from or failed."""
    failed = sum(item.error is not None for item in predictions)
    answered = sum(item.error is None and bool(item.answers) for item in predictions)
    return {
        "questions": len(predictions),
        "answered": answered,
        "abstained": len(predictions) - answered - failed,
        "failed": failed,
        "tokens": sum(item.tokens for item in predictions),
        "seconds_per_question": round(seconds / max(1, len(predictions)), 6),
    }


ANSWER = Step(AnswerOptions, answer)
