"""``km ask``, ``km reason`` and ``km serve``; what they need is imported when they run."""

from typing import Any

import click

from km_graph.cli.existing import ExistingPath
from km_graph.cli.lazy import LazyGroup

reason = LazyGroup(
    "reason",
    {"answer": ("km_reason.steps:ANSWER", "Answer questions from a graph, with evidence.")},
    help="Answer many questions at once.",
)

_FOLDER = ExistingPath("folder")
_NOT_OPTIONS = ("question", "run", "topics", "as_json")


@click.command()
@click.argument("question")
@click.option("--run", type=click.Path(), help="A pipeline's run folder: its graph and its model.")
@click.option("--graph", type=click.Path(), help="A graph folder or file, instead of the run's.")
@click.option("--adapter", type=_FOLDER, help="A training run's folder, or an adapter's.")
@click.option("--model", help="The base model; default: the one the adapter was trained on.")
@click.option("--planner", help="Who proposes relation paths; default: lm.")
@click.option("--linker", help="Who finds topics in the text: exact (default) or fuzzy.")
@click.option("--reasoner", help="How to answer; default: plan-retrieve-reason.")
@click.option("--reader", type=click.Choice(["none", "model"]), help="Who reads the paths.")
@click.option("--backend", help="What runs the model: local (default) or openai (a server).")
@click.option("--base-url", help="The server of the backend openai, up to and with /v1.")
@click.option(
    "--completions",
    type=ExistingPath("file"),
    help="Recorded completions to replay instead of running a model.",
)
@click.option(
    "--topic",
    "topics",
    multiple=True,
    metavar="ENTITY",
    help="What the question is about; default: found in its text. Repeatable.",
)
@click.option("--beams", type=click.IntRange(1), help="How many relation paths to propose.")
@click.option("--top-paths", type=click.IntRange(1), help="How many of them to answer from.")
@click.option("--max-evidence", type=click.IntRange(1), help="How many paths to show an answer.")
@click.option("--max-answers", type=click.IntRange(1), help="How many answers to give at most.")
@click.option("--min-confidence", type=click.FloatRange(0, 1), help="Answer only if so sure.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def ask(**given: Any) -> None:
    """Answer a question in words, and show the paths in the graph that the answer rests on."""
    from km_graph.terminal import print_json, terminal_progress  # noqa: PLC0415
    from km_reason.asking import ask as answer  # noqa: PLC0415
    from km_reason.options import ReasonOptions  # noqa: PLC0415
    from km_reason.runs import options_of_run  # noqa: PLC0415

    options = options_of_run(given["run"]) if given["run"] is not None else {}
    options |= {k: v for k, v in given.items() if v is not None and k not in _NOT_OPTIONS}
    if "graph" not in options:
        raise click.UsageError("give --run or --graph, so that there is a graph to ask")
    asked = answer(
        given["question"],
        ReasonOptions(**options),
        topics=given["topics"],
        progress=terminal_progress(),
    )
    if given["as_json"]:
        shown = {"question": asked.question.text, "topics": list(asked.question.topics)}
        print_json(shown | asked.prediction.to_json())
    else:
        _show(asked)


def _show(asked: Any) -> None:
    from km_data.contracts import TEXTUALIZERS  # noqa: PLC0415
    from km_reason.asking import silence  # noqa: PLC0415

    if not asked.prediction.answers:
        click.echo(silence(asked))
    arrows = TEXTUALIZERS.load("arrows")
    for answer in asked.prediction.answers:
        click.secho(answer, bold=True)
        for path in asked.prediction.evidence:
            if path.entities[-1] == answer:
                click.echo(f"  {arrows.text(path)}")


@click.command()
@click.argument("graph", required=False, type=click.Path())
@click.option("--run", type=click.Path(), help="A pipeline's run folder: its graph and its model.")
@click.option("--adapter", type=_FOLDER, help="A training run's folder, or an adapter's.")
@click.option("--model", help="The base model; default: the one the adapter was trained on.")
@click.option("--planner", help="Who proposes relation paths; default: lm.")
@click.option(
    "--training",
    type=ExistingPath("file"),
    help="Questions with relation paths, for the planner frequency.",
)
@click.option("--linker", help="Who finds topics in the text: exact (default) or fuzzy.")
@click.option(
    "--completions",
    type=ExistingPath("file"),
    help="Recorded completions to replay instead of running a model.",
)
@click.option(
    "--reasoner",
    "reasoners",
    multiple=True,
    metavar="NAME",
    help="Who may answer, the first if none is chosen; repeatable. "
    "Default: plan-retrieve-reason where there is a model, retrieve-only and random-path.",
)
@click.option("--max-evidence", type=click.IntRange(1), help="How many paths to show an answer.")
@click.option("--max-answers", type=click.IntRange(1), help="How many answers to give at most.")
@click.option("--min-confidence", type=click.FloatRange(0, 1), help="Answer only if so sure.")
@click.option("--edit", "editable", is_flag=True, help="Let the graph, a store, be changed.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--seconds", default=60.0, show_default=True, help="Longest time for a question.")
def serve(**given: Any) -> None:
    """Answer questions about GRAPH over HTTP, with a page to ask them on.

    At an address that other machines can reach, clients must send the token that stands in the
    environment variable KM_SERVE_TOKEN.
    """
    from km_graph.errors import MissingDependencyError  # noqa: PLC0415
    from km_graph.terminal import terminal_progress  # noqa: PLC0415
    from km_reason.options import ReasonOptions  # noqa: PLC0415
    from km_reason.runs import options_of_run  # noqa: PLC0415

    try:
        from km_reason.serving.command import serve as answer  # noqa: PLC0415
        from km_reason.serving.limits import Limits  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise MissingDependencyError("km serve", "km-reason[serve]") from error
    options = options_of_run(given["run"]) if given["run"] is not None else {}
    options |= {k: v for k, v in given.items() if v is not None and k in ReasonOptions.model_fields}
    if "graph" not in options:
        raise click.UsageError("give GRAPH or --run, so that there is a graph to ask")
    answer(
        ReasonOptions(**options),
        reasoners=given["reasoners"],
        host=given["host"],
        port=given["port"],
        editable=given["editable"],
        limits=Limits(seconds=given["seconds"]),
        announce=lambda address: click.echo(f"serving at {address}, until Ctrl+C", err=True),
        progress=terminal_progress(),
    )
