"""The step ``eval.baseline``: a model behind a server answers the questions."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from km_data.contracts import TEXTUALIZERS
from km_data.records import Prediction, Question, read_predictions, read_questions, write_records
from km_eval.baseline.connection import OPENAI_URL
from km_eval.baseline.extraction import Extraction, UnreadableCompletionError, extract_answers
from km_eval.baseline.prompts import closed_book_prompt, with_paths_prompt
from km_eval.baseline.replies import Reply
from km_graph.errors import ConfigError, ModelRequestError
from km_graph.paths import Path as EvidencePath
from km_graph.plugins import PluginGroup
from km_graph.step import Input, Options, StepContext

logger = logging.getLogger(__name__)

Evidence = Mapping[str, tuple[EvidencePath, ...]]


class BaselineOptions(Options):
    """Ask a model behind an OpenAI-compatible server the same questions: predictions.jsonl."""

    questions: Input
    """The questions, JSON lines."""
    model: str
    """The server's name for the model."""
    base_url: str = OPENAI_URL
    """The server, up to and with /v1."""
    key_variable: str = "OPENAI_API_KEY"
    """The environment variable that holds the key; servers of one's own need none."""
    mode: Literal["closed-book", "with-paths"] = "closed-book"
    """Whether the model sees the question alone, or paths of the graph with it."""
    paths: Input | None = None
    """For with-paths: predictions whose evidence is shown to the model, JSON lines."""
    textualizer: str = "arrows"
    """How paths are put into words."""
    extract: Extraction = "lines"
    """How answers are taken from what the model writes."""
    max_tokens: int = Field(default=256, ge=1)
    """The longest reply."""
    temperature: float | None = Field(default=0.0, ge=0.0)
    """0 for the likeliest answer; null leaves it to the server."""
    concurrency: int = Field(default=4, ge=1, le=256)
    """How many requests may be under way."""
    timeout: float = Field(default=60.0, gt=0)
    """Seconds to wait for one reply."""
    attempts: int = Field(default=4, ge=1, le=20)
    """How often a request is tried where that can help."""
    cache: Path | None = None
    """A file that keeps replies between runs; replies.sqlite in the output if not given."""


def run(options: BaselineOptions, context: StepContext) -> Mapping[str, Any]:
    """Write predictions.jsonl and return counts of replies, failures and tokens."""
    questions = list(read_questions(options.questions))
    evidence = _evidence(options)
    model = PluginGroup("km.models").load("openai")(
        options.model,
        base_url=options.base_url,
        key_variable=options.key_variable,
        concurrency=options.concurrency,
        timeout=options.timeout,
        attempts=options.attempts,
        temperature=options.temperature,
        cache=options.cache or context.out / "replies.sqlite",
    )
    prompts = _prompts(options, questions, evidence)
    replies: dict[int, Reply | ModelRequestError] = dict(
        model.replies(prompts, max_tokens=options.max_tokens, progress=context.progress)
    )
    predictions = [
        _prediction(question, replies[i], evidence.get(question.id, ()), options.extract)
        for i, question in enumerate(questions)
    ]
    write_records(context.out / "predictions.jsonl", predictions)
    return _summary(options, list(replies.values()), predictions)


def _evidence(options: BaselineOptions) -> Evidence:
    if options.mode == "closed-book":
        if options.paths is not None:
            raise ConfigError("", ["paths: expected nothing in mode closed-book"])
        return {}
    if options.paths is None:
        raise ConfigError("", ["paths: expected a predictions file in mode with-paths"])
    return {row.id: row.evidence for row in read_predictions(options.paths)}


def _prompts(options: BaselineOptions, questions: list[Question], evidence: Evidence) -> list[str]:
    if options.mode == "closed-book":
        return [closed_book_prompt(question, options.extract) for question in questions]
    textualizer = TEXTUALIZERS.load(options.textualizer)
    return [
        with_paths_prompt(
            question,
            [textualizer.text(path) for path in evidence.get(question.id, ())],
            options.extract,
        )
        for question in questions
    ]


def _prediction(
    question: Question,
    reply: Reply | ModelRequestError,
    evidence: tuple[EvidencePath, ...],
    how: Extraction,
) -> Prediction:
    if isinstance(reply, ModelRequestError):
        return Prediction(question.id, error=str(reply))
    said = Prediction(
        question.id, completion=reply.text, tokens=reply.tokens, seconds=reply.seconds
    )
    try:
        answers = extract_answers(reply.text, how)
    except UnreadableCompletionError as error:
        return replace(said, error=str(error))
    return replace(said, answers=answers, evidence=evidence)


def _summary(
    options: BaselineOptions,
    replies: list[Reply | ModelRequestError],
    predictions: list[Prediction],
) -> dict[str, Any]:
    usable = [reply for reply in replies if isinstance(reply, Reply)]
    n_cut = sum(reply.is_cut for reply in usable)
    if n_cut:
        logger.warning("%d replies were cut at %d tokens", n_cut, options.max_tokens)
    return {
        "questions": len(predictions),
        "failed": sum(prediction.error is not None for prediction in predictions),
        "cut": n_cut,
        "prompt_tokens": sum(reply.prompt_tokens for reply in usable),
        "completion_tokens": sum(reply.tokens for reply in usable),
        "extract": options.extract,
    }
