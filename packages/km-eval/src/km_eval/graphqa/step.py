"""The step ``eval.graphqa``: the standard sets, asked and scored."""

from collections.abc import Mapping
from typing import Any

from km_data.records import read_predictions
from km_eval.graphqa.answers import gather
from km_eval.graphqa.leaderboard import write_leaderboard
from km_eval.graphqa.options import GraphQAOptions
from km_eval.graphqa.question_sets import QuestionSet, question_sets, write_sets
from km_eval.graphqa.scoring import SetScores, entry_of, score_set, scores_markdown
from km_eval.predictions.problems import Problems
from km_graph.files import atomic_file, write_json
from km_graph.progress import track
from km_graph.step import StepContext


def run(options: GraphQAOptions, context: StepContext) -> Mapping[str, Any]:
    """Write the sets and, if there are answers, their scores; returns the main figures."""
    sets = question_sets(options)
    version = write_sets(sets, context.out)
    summary: dict[str, Any] = {
        "version": version,
        "questions": {one.name: len(one.questions) for one in sets},
    }
    problems = gather(options, sets, context)
    if problems is None:
        return summary
    found = [_scores(one, context) for one in track(sets, context.progress, "scoring", len(sets))]
    _write(options, version, found, problems, context)
    return summary | {
        "scores": {one.name: round(one.overall.score.mean, 4) for one in found},
        "failed": sum(one.counts.n_failed for one in found),
        "problems": sum(sum(listed.counts.values()) for listed in problems.values()),
    }


def _scores(one: QuestionSet, context: StepContext) -> SetScores:
    return score_set(one, read_predictions(context.out / "predictions" / f"{one.name}.jsonl"))


def _write(
    options: GraphQAOptions,
    version: str,
    found: list[SetScores],
    problems: Mapping[str, Problems],
    context: StepContext,
) -> None:
    document = {
        "schema": 1,
        "version": version,
        "system": options.system,
        "sets": {one.name: one.to_json() for one in found},
        "problems": {file: listed.to_json() for file, listed in problems.items() if listed},
    }
    write_json(context.out / "scores.json", document)
    with atomic_file(context.out / "scores.md") as stream:
        stream.write(scores_markdown(options.system, version, found))
    entry = entry_of(options.system, options.date, version, found)
    write_leaderboard(context.out / "leaderboard.jsonl", [entry])
