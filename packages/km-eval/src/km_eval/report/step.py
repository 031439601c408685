"""The step ``eval.report``: prediction files in; report.json, report.md and report.html out."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import Field, field_validator

from km_data.records import Prediction, Question, read_questions
from km_eval.asked import Asked
from km_eval.file_scores import FileScores
from km_eval.graphqa.leaderboard import read_leaderboard
from km_eval.metrics.usage import Usage
from km_eval.predictions.reading import PredictionsFile
from km_eval.profiles.loading import ALL, load_profiles
from km_eval.report.document import Report
from km_eval.report.intervals import intervals
from km_eval.report.markdown import HEADLINE, markdown
from km_eval.report.mistakes import choose_mistakes, collect_mistakes
from km_eval.report.page import page
from km_eval.scores import Scores
from km_eval.scoring import DEFAULT_METRICS, load_metrics, score
from km_eval.scoring_files import score_file
from km_graph.errors import ConfigError, DataError, nearest
from km_graph.files import atomic_file, write_json, write_jsonl
from km_graph.graph import KnowledgeGraph
from km_graph.opening import open_graph
from km_graph.progress import Progress
from km_graph.step import Input, Options, StepContext

_NAME = re.compile(r"\w[\w.-]*")


class ReportOptions(Options):
    """Score the predictions of one or more systems: report.json, .md and .html, scores/*.jsonl."""

    questions: Input
    """The questions that were asked, JSON lines; all of them count."""
    predictions: dict[str, Input] = Field(min_length=1)
    """System name to its predictions, anyone's JSON lines, in the order to show."""
    graph: Input | None = None
    """The graph that evidence is checked against."""
    slices: dict[str, Input] = Field(default_factory=dict)
    """Name to a file with some of the questions, to be reported on their own."""
    metrics: tuple[str, ...] = DEFAULT_METRICS
    """Names of the metrics to use."""
    profiles: tuple[str, ...] = (ALL,)
    """Names of the published rules to show side by side; all is every one that is installed."""
    price: float | None = Field(default=None, ge=0)
    """Of a million written tokens, to show what answers cost."""
    leaderboard: Input | None = None
    """A GraphQA leaderboard file to show with it."""
    headline: str | None = None
    """The system that matters most, whose mistakes are shown; the first if not given."""
    title: str = "Report"
    """The heading of the report."""
    mistakes: int = Field(default=20, ge=0)
    """How many wrong answers to show."""
    samples: int = Field(default=2000, ge=100)
    """How often questions are drawn for the intervals."""

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
    report = _report(options, context)
    write_json(context.out / "report.json", report.to_json())
    with atomic_file(context.out / "report.md") as stream:
        stream.write(markdown(report))
    with atomic_file(context.out / "report.html") as stream:
        stream.write(page(report))
    for name, scores in report.systems.items():
        write_jsonl(
            context.out / "scores" / f"{name}.jsonl", (row.to_json() for row in scores.rows)
        )
    return {"questions": report.n_questions, **{n: _figures(s) for n, s in report.systems.items()}}


def _report(options: ReportOptions, context: StepContext) -> Report:
    headline = _headline(options)
    questions = list(read_questions(options.questions))
    if not questions:
        raise DataError(options.questions, "expected at least one question")
    asked = Asked.of(questions)
    systems = _score_all(options, asked, context.progress)
    chosen = choose_mistakes(systems[headline].rows, limit=options.mistakes)
    predictions = _predictions(asked, options.predictions[headline])
    return Report(
        title=options.title,
        headline=headline,
        systems=systems,
        intervals={
            name: intervals(scores, tuple(HEADLINE), samples=options.samples, seed=context.seed)
            for name, scores in systems.items()
        },
        by_profile={
            name: _by_profile(options, path, questions)
            for name, path in options.predictions.items()
        },
        failures={
            name: _failures(_predictions(asked, path), systems[name])
            for name, path in options.predictions.items()
        },
        mistakes=collect_mistakes(chosen, questions, predictions),
        sources=_sources(options),
        leaderboard=()
        if options.leaderboard is None
        else tuple(read_leaderboard(options.leaderboard)),
    )


def _predictions(asked: Asked, path: Path) -> Iterator[Prediction]:
    return asked.predictions(PredictionsFile(path))


def _by_profile(options: ReportOptions, path: Path, questions: list[Question]) -> FileScores:
    return score_file(
        PredictionsFile(path),
        questions,
        profiles=load_profiles(options.profiles),
        metrics=[Usage(options.price)],
    )


def _headline(options: ReportOptions) -> str:
    headline = options.headline or next(iter(options.predictions))
    if headline not in options.predictions:
        near = nearest(headline, options.predictions) or tuple(options.predictions)
        problem = f"headline: {headline!r} is not one of the systems"
        raise ConfigError("", [problem], hint=f"did you mean {', '.join(map(repr, near))}?")
    return headline


def _score_all(options: ReportOptions, asked: Asked, progress: Progress) -> dict[str, Scores]:
    graph: KnowledgeGraph | None = None if options.graph is None else open_graph(options.graph)
    metrics = load_metrics(options.metrics)
    slices = {
        name: {question.id for question in read_questions(path)}
        for name, path in options.slices.items()
    }
    return {
        name: score(
            asked.by_id.values(),
            _predictions(asked, path),
            graph,
            metrics=metrics,
            slices=slices,
            progress=progress,
        )
        for name, path in options.predictions.items()
    }


def _failures(predictions: Iterator[Prediction], scores: Scores) -> dict[str, int]:
    """Error messages with how often each occurs, most frequent first."""
    failed = {row.id for row in scores.rows if row.status == "failed"}
    errors = Counter(
        prediction.error
        for prediction in predictions
        if prediction.error is not None and prediction.id in failed
    )
    missing = {"no prediction": n} if (n := scores.counts.n_missing) else {}
    return missing | dict(errors.most_common())


def _sources(options: ReportOptions) -> dict[str, Path]:
    optional = {"graph": options.graph, "leaderboard": options.leaderboard}
    given = {role: path for role, path in optional.items() if path is not None}
    predictions = {f"predictions.{name}": path for name, path in options.predictions.items()}
    slices = {f"slices.{name}": path for name, path in options.slices.items()}
    return {"questions": options.questions, **given, **predictions, **slices}


def _figures(scores: Scores) -> dict[str, Any]:
    shown = ("hits_at_1", "f1", "faithfulness", "planner_accuracy")
    means = scores.overall.means
    figures = {name: round(means[name], 4) for name in shown if name in means}
    return {**figures, "failed": scores.counts.n_failed}
