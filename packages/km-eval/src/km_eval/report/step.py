"""The step ``eval.report``: prediction files in, report.json and report.md out."""

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import Field, field_validator

from km_data.records import Question, read_predictions, read_questions
from km_eval.report.document import Report
from km_eval.report.markdown import markdown
from km_eval.report.mistakes import choose_mistakes, collect_mistakes
from km_eval.scores import Scores
from km_eval.scoring import DEFAULT_METRICS, load_metrics, score
from km_graph.errors import ConfigError, DataError, nearest
from km_graph.files import atomic_file, write_json, write_jsonl
from km_graph.graph import KnowledgeGraph
from km_graph.opening import open_graph
from km_graph.progress import Progress
from km_graph.step import Input, Options, StepContext

_NAME = re.compile(r"\w[\w.-]*")


class ReportOptions(Options):
    """Score the predictions of one or more systems: report.json, report.md, scores/*.jsonl."""

    questions: Input
    """The questions that were asked, JSON lines; all of them count."""
    predictions: dict[str, Input] = Field(min_length=1)
    """System name to its predictions, JSON lines, in the order to show."""
    graph: Input | None = None
    """The graph that evidence is checked against."""
    slices: dict[str, Input] = Field(default_factory=dict)
    """Name to a file with some of the questions, to be reported on their own."""
    metrics: tuple[str, ...] = DEFAULT_METRICS
    """Names of the metrics to use."""
    headline: str | None = None
    """The system that matters most, whose mistakes are shown; the first if not given."""
    title: str = "Report"
    """The heading of the report."""
    mistakes: int = Field(default=20, ge=0)
    """How many wrong answers to show."""

    @field_validator("predictions")
    @classmethod
    def _name_files(cls, predictions: dict[str, Path]) -> dict[str, Path]:
        """System names become file names."""
        for name in predictions:
            if not _NAME.fullmatch(name):
                raise ValueError(f"expected letters, digits, dots and dashes, found {name!r}")
        return predictions


def run(options: ReportOptions, context: StepContext) -> Mapping[str, Any]:
    """Write the report and return the main figures of every system."""
    report, systems = _report(options, context.progress)
    write_json(context.out / "report.json", report.to_json())
    with atomic_file(context.out / "report.md") as stream:
        stream.write(markdown(report))
    for name, scores in systems.items():
        write_jsonl(
            context.out / "scores" / f"{name}.jsonl", (row.to_json() for row in scores.rows)
        )
    return {"questions": report.n_questions, **{n: _figures(s) for n, s in systems.items()}}


def _report(options: ReportOptions, progress: Progress) -> tuple[Report, dict[str, Scores]]:
    headline = _headline(options)
    questions = list(read_questions(options.questions))
    if not questions:
        raise DataError(options.questions, "expected at least one question")
    systems = _score_all(options, questions, progress)
    chosen = choose_mistakes(systems[headline].rows, limit=options.mistakes)
    predictions = read_predictions(options.predictions[headline])
    report = Report(
        title=options.title,
        headline=headline,
        systems=systems,
        failures={
            name: _failures(path, systems[name]) for name, path in options.predictions.items()
        },
        mistakes=collect_mistakes(chosen, questions, predictions),
        sources=_sources(options),
    )
    return report, systems


def _headline(options: ReportOptions) -> str:
    headline = options.headline or next(iter(options.predictions))
    if headline not in options.predictions:
        near = nearest(headline, options.predictions) or tuple(options.predictions)
        problem = f"headline: {headline!r} is not one of the systems"
        raise ConfigError("", [problem], hint=f"did you mean {', '.join(map(repr, near))}?")
    return headline


def _score_all(
    options: ReportOptions, questions: list[Question], progress: Progress
) -> dict[str, Scores]:
    graph: KnowledgeGraph | None = None if options.graph is None else open_graph(options.graph)
    metrics = load_metrics(options.metrics)
    slices = {
        name: {question.id for question in read_questions(path)}
        for name, path in options.slices.items()
    }
    return {
        name: score(
            questions,
            read_predictions(path),
            graph,
            metrics=metrics,
            slices=slices,
            progress=progress,
        )
        for name, path in options.predictions.items()
    }


def _failures(path: Path, scores: Scores) -> dict[str, int]:
    """Error messages with how often each occurs, most frequent first."""
    failed = {row.id for row in scores.rows if row.status == "failed"}
    errors = Counter(
        prediction.error
        for prediction in read_predictions(path)
        if prediction.error is not None and prediction.id in failed
    )
    missing = {"no prediction": n} if (n := scores.counts.n_missing) else {}
    return missing | dict(errors.most_common())


def _sources(options: ReportOptions) -> dict[str, Path]:
    graph = {} if options.graph is None else {"graph": options.graph}
    predictions = {f"predictions.{name}": path for name, path in options.predictions.items()}
    slices = {f"slices.{name}": path for name, path in options.slices.items()}
    return {"questions": options.questions, **graph, **predictions, **slices}


def _figures(scores: Scores) -> dict[str, Any]:
    shown = ("hits_at_1", "f1", "faithfulness", "planner_accuracy")
    means = scores.overall.means
    figures = {name: round(means[name], 4) for name in shown if name in means}
    return {**figures, "failed": scores.counts.n_failed}
