"""``km eval compare``: two systems on the same questions."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from km_data.records import Prediction, Question, read_questions
from km_eval.asked import Asked
from km_eval.comparison import Comparison
from km_eval.comparison import compare as compare_scores
from km_eval.predictions.reading import PredictionsFile
from km_eval.profiles.as_metric import ProfileMetric
from km_eval.profiles.loading import load_profiles
from km_eval.report.document import SCHEMA_VERSION
from km_eval.scoring import load_metrics, score
from km_eval.statistics.seeds import aggregate, spread
from km_graph.errors import DataError
from km_graph.opening import open_graph
from km_graph.terminal import print_json

_FILE = click.Path(path_type=Path)


@click.command()
@click.argument("a", type=_FILE)
@click.argument("b", type=_FILE)
@click.option("--questions", type=_FILE, help="What was asked; else the gold answers of A.")
@click.option("--metric", default="hits_at_1", show_default=True, help="The number to compare.")
@click.option("--profile", help="Compare a number of this profile, as in --metric rog.hit.")
@click.option("--graph", type=_FILE, help="Check evidence against this graph.")
@click.option("--seed-of-a", type=_FILE, multiple=True, help="Another run of the system of A.")
@click.option("--seed-of-b", type=_FILE, multiple=True, help="Another run of the system of B.")
@click.option("--samples", type=click.IntRange(100), default=10_000, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True)
@click.option("--show", type=click.IntRange(0), default=5, show_default=True, help="Of a kind.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of words.")
def compare(
    a: Path,
    b: Path,
    questions: Path | None,
    metric: str,
    profile: str | None,
    graph: Path | None,
    seed_of_a: tuple[Path, ...],
    seed_of_b: tuple[Path, ...],
    samples: int,
    seed: int,
    show: int,
    as_json: bool,
) -> None:
    """What changed from predictions A to predictions B, question by question.

    The interval is a paired bootstrap over questions; runs of several seeds are averaged first.
    """
    asked = Asked.of(_questions_of(a) if questions is None else read_questions(questions))
    opened = None if graph is None else open_graph(graph)
    metrics = load_metrics() + [ProfileMetric(one) for one in load_profiles([profile or "strict"])]
    runs_a, runs_b = (
        [
            score(asked.by_id.values(), _predictions(asked, path), opened, metrics=metrics)
            for path in paths
        ]
        for paths in ((a, *seed_of_a), (b, *seed_of_b))
    )
    found = compare_scores(
        aggregate(runs_a), aggregate(runs_b), metric=metric, samples=samples, seed=seed
    )
    spreads = {"a": spread(runs_a, metric).to_json(), "b": spread(runs_b, metric).to_json()}
    if as_json:
        print_json({"schema_version": SCHEMA_VERSION, **found.to_json(), "seeds": spreads})
        return
    first, second = _names(a, b)
    click.echo(found.sentence(first, second))
    for name, runs in ((first, runs_a), (second, runs_b)):
        if len(runs) > 1:
            over = spread(runs, metric)
            click.echo(f"  {name}: {over.mean:.4f} ± {over.deviation:.4f} over {len(runs)} runs")
    _show_changes(found, asked, (a, b), show)


def _questions_of(path: Path) -> Iterator[Question]:
    """The questions of a file that brings gold answers, each once."""
    seen: set[str] = set()
    for case in PredictionsFile(path):
        if case.has_gold and case.question.id not in seen:
            seen.add(case.question.id)
            yield case.question
    if not seen:
        raise DataError(
            path,
            "expected gold answers in the rows, found none",
            hint="give the questions with --questions",
        )


def _predictions(asked: Asked, path: Path) -> Iterator[Prediction]:
    return asked.predictions(PredictionsFile(path))


def _show_changes(found: Comparison, asked: Asked, paths: tuple[Path, Path], most: int) -> None:
    changed = {"better": found.better[:most], "worse": found.worse[:most]}
    wanted = {question_id for ids in changed.values() for question_id in ids}
    before, after = (_answers(asked, path, wanted) for path in paths)
    for what, ids in changed.items():
        for question_id in ids:
            question = asked.by_id[question_id]
            click.echo(f"  {what}: {question_id} {question.text}")
            click.echo(f"    gold {_some(question.answers)}")
            click.echo(f"    {_some(before.get(question_id))} → {_some(after.get(question_id))}")


def _answers(asked: Asked, path: Path, wanted: set[str]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for prediction in _predictions(asked, path):
        if prediction.id in wanted:
            found.setdefault(prediction.id, prediction.answers)
    return found


def _some(answers: tuple[str, ...] | None) -> str:
    if not answers:
        return "nothing"
    return "; ".join(answers[:5]) + (f" … and {len(answers) - 5} more" if len(answers) > 5 else "")


def _names(a: Path, b: Path) -> tuple[str, str]:
    """The file names, or the folders they lie in where those are the same."""
    return (a.stem, b.stem) if a.stem != b.stem else (str(a.parent), str(b.parent))
