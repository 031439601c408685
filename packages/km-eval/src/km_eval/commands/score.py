"""``km eval score``: one predictions file, one table."""

from pathlib import Path

import click

from km_data.records import read_predictions, read_questions
from km_eval.report.document import SCHEMA_VERSION
from km_eval.scores import Group, Scores
from km_eval.scoring import DEFAULT_METRICS, load_metrics
from km_eval.scoring import score as score_predictions
from km_graph.opening import open_graph
from km_graph.terminal import print_json, print_table, terminal_progress

_FILE = click.Path(path_type=Path)


@click.command()
@click.argument("questions", type=_FILE)
@click.argument("predictions", type=_FILE)
@click.option("--graph", type=_FILE, help="Check evidence against this graph.")
@click.option(
    "--metric",
    "metrics",
    multiple=True,
    default=DEFAULT_METRICS,
    show_default=True,
    help="A metric to use; give it again for more.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
def score(
    questions: Path, predictions: Path, graph: Path | None, metrics: tuple[str, ...], as_json: bool
) -> None:
    """Score the PREDICTIONS of one system on QUESTIONS, both JSON-lines files."""
    scores = score_predictions(
        read_questions(questions),
        read_predictions(predictions),
        None if graph is None else open_graph(graph),
        metrics=load_metrics(metrics),
        progress=terminal_progress(),
    )
    if as_json:
        document = {"schema_version": SCHEMA_VERSION, **scores.to_json()}
        print_json(document)
    else:
        _show(scores)


def _show(scores: Scores) -> None:
    groups: dict[str, Group] = {"all": scores.overall}
    groups |= {f"{hops} hops": group for hops, group in scores.per_hop.items()}
    rows: list[list[object]] = [["questions", *(group.n for group in groups.values())]]
    for metric in scores.overall.means:
        means = (group.means.get(metric) for group in groups.values())
        rows.append([metric, *(None if mean is None else round(100 * mean, 2) for mean in means)])
    click.echo(_caption(scores))
    print_table(("percent", *groups), rows)


def _caption(scores: Scores) -> str:
    counts = scores.counts
    said = [f"{counts.n_expected} questions", f"{counts.n_failed} failed"]
    said += [f"{counts.n_missing} of them without a prediction"] if counts.n_missing else []
    said += [f"{counts.n_empty} answered nothing"]
    said += [f"{len(counts.duplicates)} predicted again"] if counts.duplicates else []
    said += [f"{len(counts.unknown)} for no question"] if counts.unknown else []
    return ", ".join(said)
