"""The end of the demo on the terminal: two answers with evidence and a closing table."""

from collections.abc import Mapping
from typing import Any

import click

from km_data.contracts import TEXTUALIZERS
from km_data.records import Prediction, Question
from km_eval.demo.running import Demo
from km_graph.terminal import print_table

_SHOWN = {
    "before": "before",
    "after": "after",
    "oracle": "gold paths",
    "retrieve-only": "no planner",
}


def show_demo(demo: Demo) -> None:
    """Print answers, figures and where to go on."""
    for question, prediction in demo.asked:
        _show_answer(question, prediction)
    _show_table(demo.report)
    faithful = demo.report["after"].get("faithfulness")
    said = "no answer to check" if faithful is None else f"{100 * faithful:.2f} % of the answers"
    click.echo(f"Borne out by the graph, edge by edge: {said}.")
    click.echo(f"Report: {demo.folder / 'report' / 'report.md'}")
    click.echo(f'Ask it: km ask --run {demo.folder} "{demo.asked[0][0].text}"')


def _show_answer(question: Question, prediction: Prediction) -> None:
    arrows = TEXTUALIZERS.load("arrows")
    click.secho(f"\n{question.text}", bold=True)
    if not prediction.answers:
        click.echo(f"  {prediction.error or 'The graph does not say.'}")
    for answer in prediction.answers:
        click.echo(f"  {answer}")
        for path in prediction.evidence:
            if path.entities[-1] == answer:
                click.echo(f"    {arrows.text(path)}")


def _show_table(report: Mapping[str, Any]) -> None:
    columns = ["questions", "n", *(f"Hits@1 {said}" for said in _SHOWN.values()), "F1 after"]
    print_table(columns, [_row(report, *at) for at in _groups(report)], title="\nIn percent")


def _groups(report: Mapping[str, Any]) -> list[tuple[str, str, str | None]]:
    """What is a row: its words, and where its figures are in a system's report."""
    hops = [(f"{hops} hops", "per_hop", hops) for hops in report["after"]["per_hop"]]
    slices = [(name.replace("_", " "), "slices", name) for name in report["after"]["slices"]]
    return [*hops, *slices, ("all", "", None)]


def _row(report: Mapping[str, Any], said: str, part: str, key: str | None) -> list[object]:
    groups = {name: report[name][part][key] if key else report[name] for name in _SHOWN}
    hits = [round(100 * group["hits_at_1"], 1) for group in groups.values()]
    return [said, groups["after"]["n"], *hits, round(100 * groups["after"]["f1"], 1)]
