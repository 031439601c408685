"""``km eval score``: one predictions file, any number of rules, one table."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, get_args

import click

from km_data.records import read_questions
from km_eval.cases import Case
from km_eval.commands.score_table import show
from km_eval.extraction import Extraction
from km_eval.metrics.usage import Usage
from km_eval.predictions.reading import Extract, PredictionsFile
from km_eval.profiles.loading import load_profiles
from km_eval.report.document import SCHEMA_VERSION
from km_eval.scoring import DEFAULT_METRICS, load_metrics
from km_eval.scoring_files import score_file
from km_graph.files import atomic_file
from km_graph.opening import open_graph
from km_graph.terminal import print_json, terminal_progress

_FILE = click.Path(path_type=Path)
_WAYS = ("given", *get_args(Extraction))


@click.command()
@click.option("--predictions", type=_FILE, required=True, help="JSON lines, also packed.")
@click.option("--questions", type=_FILE, help="What was asked; else the gold answers of the file.")
@click.option(
    "--profile",
    "profiles",
    multiple=True,
    default=("strict",),
    show_default=True,
    help="A published scoring rule, or all of them; give it again for more.",
)
@click.option(
    "--extract",
    type=click.Choice(_WAYS),
    default="given",
    show_default=True,
    help="How answers are taken out of what a model wrote.",
)
@click.option("--graph", type=_FILE, help="Check evidence against this graph.")
@click.option(
    "--metric",
    "metrics",
    multiple=True,
    default=DEFAULT_METRICS,
    show_default=True,
    help="A metric to use; give it again for more.",
)
@click.option("--price", type=float, help="Of a million written tokens: adds cost per question.")
@click.option("--rows", type=_FILE, help="Write every question's numbers to this JSON-lines file.")
@click.option("--allow-failures", is_flag=True, help="Exit 0 even if predictions failed.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of tables.")
def score(
    predictions: Path,
    questions: Path | None,
    profiles: tuple[str, ...],
    extract: Extract,
    graph: Path | None,
    metrics: tuple[str, ...],
    price: float | None,
    rows: Path | None,
    allow_failures: bool,
    as_json: bool,
) -> None:
    """Score a predictions file: ours, or that of RoG, GNN-RAG, GCR, SubgraphRAG or ToG.

    Exits with 1 if predictions failed or are missing.
    """
    with _rows_to(rows) as on_case:
        scores = score_file(
            PredictionsFile(predictions, extract),
            None if questions is None else read_questions(questions),
            None if graph is None else open_graph(graph),
            profiles=load_profiles(profiles),
            metrics=[*load_metrics(metrics), *([] if price is None else [Usage(price)])],
            progress=terminal_progress(),
            on_case=on_case,
        )
    if as_json:
        print_json({"schema_version": SCHEMA_VERSION, **scores.to_json()})
    else:
        show(scores)
    counts = scores.counts
    if counts.n_failed and not allow_failures:
        said = f"{counts.n_failed} of {counts.n_expected} predictions failed or are missing"
        click.echo(f"{said}; --allow-failures if they may", err=True)
        click.get_current_context().exit(1)


@contextmanager
def _rows_to(path: Path | None) -> Iterator[Callable[[Case, Mapping[str, Any]], None] | None]:
    if path is None:
        yield None
        return
    with atomic_file(path) as stream:

        def write(case: Case, numbers: Mapping[str, Any]) -> None:
            row = {"id": case.question.id, **numbers}
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")

        yield write
