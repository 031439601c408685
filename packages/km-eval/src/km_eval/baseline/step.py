"""The step ``eval.baseline``: a model behind a server answers the questions."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from km_data.records import Prediction, Question, read_questions, write_records
from km_eval.baseline.asking import graph_for, prompts, shown_paths
from km_eval.baseline.budget import Budget, Price, read_price
from km_eval.baseline.client import NOT_ASKED
from km_eval.baseline.embeddings import EmbeddingModel
from km_eval.baseline.nearest_paths import nearest_paths
from km_eval.baseline.options import BaselineOptions
from km_eval.baseline.replies import Reply
from km_eval.extraction import Extraction, UnreadableCompletionError, extract_answers
from km_graph.errors import ConfigError, ModelRequestError
from km_graph.files import write_json
from km_graph.paths import Path as EvidencePath
from km_graph.plugins import PluginGroup
from km_graph.step import StepContext
from km_graph.walkers.loading import load_walker

logger = logging.getLogger(__name__)

Outcome = Reply | ModelRequestError


def run(options: BaselineOptions, context: StepContext) -> Mapping[str, Any]:
    """Write predictions.jsonl and usage.json; return counts of replies, failures and tokens."""
    if problems := list(options.problems()):
        raise ConfigError("", problems)
    questions = list(read_questions(options.questions))
    if options.mode == "embeddings":
        return _embed(options, questions, context)
    price = None if options.prices is None else read_price(options.prices, options.model)
    shown = shown_paths(options, questions)
    asked = prompts(options, questions, shown, seed=context.seed)
    outcomes, budget = _ask(options, asked, price, context)
    predictions = [
        _prediction(question, outcomes[i], shown.get(question.id, ()), options.extract)
        for i, question in enumerate(questions)
    ]
    write_records(context.out / "predictions.jsonl", predictions)
    usage = _usage(list(outcomes.values()), price, budget)
    write_json(context.out / "usage.json", usage)
    return _summary(options, predictions, list(outcomes.values())) | usage


def _ask(
    options: BaselineOptions, asked: Sequence[str], price: Price | None, context: StepContext
) -> tuple[dict[int, Outcome], Budget | None]:
    has_limit = price is not None and options.max_cost is not None
    budget = Budget(price, options.max_cost) if has_limit else None  # type: ignore[arg-type]
    model = PluginGroup("km.models").load("openai")(
        options.model,
        base_url=options.base_url,
        key_variable=options.key_variable,
        concurrency=options.concurrency,
        timeout=options.timeout,
        attempts=options.attempts,
        temperature=options.temperature,
        cache=options.cache or context.out / "replies.sqlite",
        budget=budget,
    )
    replies = model.replies(asked, max_tokens=options.max_tokens, progress=context.progress)
    return dict(replies), budget


def _embed(
    options: BaselineOptions, questions: Sequence[Question], context: StepContext
) -> Mapping[str, Any]:
    model = EmbeddingModel(
        options.model,
        base_url=options.base_url,
        key_variable=options.key_variable,
        timeout=options.timeout,
        attempts=options.attempts,
        cache=options.cache or context.out / "replies.sqlite",
    )
    predictions = nearest_paths(
        questions,
        graph_for(options),
        model,
        load_walker(),
        hops=options.hops,
        limit=options.limit,
        progress=context.progress,
    )
    write_records(context.out / "predictions.jsonl", predictions)
    return {"questions": len(predictions), "failed": 0, "prompt_tokens": model.prompt_tokens}


def _prediction(
    question: Question, outcome: Outcome, evidence: tuple[EvidencePath, ...], how: Extraction
) -> Prediction:
    if isinstance(outcome, ModelRequestError):
        return Prediction(question.id, error=str(outcome))
    said = Prediction(
        question.id, completion=outcome.text, tokens=outcome.tokens, seconds=outcome.seconds
    )
    try:
        answers = extract_answers(outcome.text, how)
    except UnreadableCompletionError as error:
        return replace(said, error=str(error))
    return replace(said, answers=answers, evidence=evidence)


def _usage(
    outcomes: Sequence[Outcome], price: Price | None, budget: Budget | None
) -> dict[str, Any]:
    """The ledger: tokens of all replies, kept ones included, and what they cost."""
    usable = [outcome for outcome in outcomes if isinstance(outcome, Reply)]
    asked, written = sum(one.prompt_tokens for one in usable), sum(one.tokens for one in usable)
    usage: dict[str, Any] = {"prompt_tokens": asked, "completion_tokens": written}
    if price is not None:
        usage["cost"] = round(price.of(asked, written), 6)
    if budget is not None:
        usage["spent_now"] = round(budget.spent, 6)
    return usage


def _summary(
    options: BaselineOptions, predictions: Sequence[Prediction], outcomes: Sequence[Outcome]
) -> dict[str, Any]:
    n_cut = sum(isinstance(outcome, Reply) and outcome.is_cut for outcome in outcomes)
    n_left = sum(NOT_ASKED in (prediction.error or "") for prediction in predictions)
    if n_cut:
        logger.warning("%d replies were cut at %d tokens", n_cut, options.max_tokens)
    if n_left:
        logger.warning(
            "%d questions %s %g; a run with more goes on", n_left, NOT_ASKED, options.max_cost
        )
    return {
        "questions": len(predictions),
        "failed": sum(prediction.error is not None for prediction in predictions),
        "cut": n_cut,
        **({"not_asked": n_left} if options.max_cost is not None else {}),
        "extract": options.extract,
    }
