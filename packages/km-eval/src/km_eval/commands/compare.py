"""``km eval compare``: two predictions files on the same questions."""

from pathlib import Path

import click

from km_data.records import read_predictions, read_questions
from km_eval.comparison import compare as compare_scores
from km_eval.report.document import SCHEMA_VERSION
from km_eval.scoring import score
from km_graph.opening import open_graph
from km_graph.terminal import print_json

_FILE = click.Path(path_type=Path)
_SHOWN = 5


@click.command()
@click.argument("questions", type=_FILE)
@click.argument("a", type=_FILE)
@click.argument("b", type=_FILE)
@click.option("--metric", default="hits_at_1", show_default=True, help="The number to compare.")
@click.option("--graph", type=_FILE, help="Check evidence against this graph.")
@click.option("--samples", type=click.IntRange(100), default=10_000, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of words.")
def compare(
    questions: Path,
    a: Path,
    b: Path,
    metric: str,
    graph: Path | None,
    samples: int,
    seed: int,
    as_json: bool,
) -> None:
    """What changed from predictions A to predictions B on the same QUESTIONS.

    The interval is a paired bootstrap over questions.
    """
    asked = list(read_questions(questions))
    opened = None if graph is None else open_graph(graph)
    first, second = (score(asked, read_predictions(path), opened) for path in (a, b))
    found = compare_scores(first, second, metric=metric, samples=samples, seed=seed)
    if as_json:
        document = {"schema_version": SCHEMA_VERSION, **found.to_json()}
        print_json(document)
        return
    click.echo(found.sentence(*_names(a, b)))
    texts = {question.id: question.text for question in asked}
    for what, ids in (("better", found.better), ("worse", found.worse)):
        for question_id in ids[:_SHOWN]:
            click.echo(f"  {what}: {question_id} {texts[question_id]}")


def _names(a: Path, b: Path) -> tuple[str, str]:
    """The file names, or the folders they lie in where those are the same."""
    return (a.stem, b.stem) if a.stem != b.stem else (str(a.parent), str(b.parent))
