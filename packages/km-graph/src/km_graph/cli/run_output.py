"""How ``km run`` shows a run: a line for each step on standard error, a table at the end."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from km_graph.pipeline import RunReport, StepReport, preview_pipeline, run_pipeline
from km_graph.terminal import cell_text, flat, print_json, print_table, terminal_progress

_SAID = {"done": "done", "skipped": "unchanged", "pending": "to run"}
_FACTS_IN_A_LINE = 6


def run(pipeline: Path, chosen: Mapping[str, Any], *, as_json: bool) -> None:
    """Run a pipeline and show how it went."""
    watch = (lambda _: None) if as_json else show_step
    _show(run_pipeline(pipeline, progress=terminal_progress(), watch=watch, **chosen), as_json)


def preview(pipeline: Path, chosen: Mapping[str, Any], *, as_json: bool) -> None:
    """Show what running a pipeline would do."""
    _show(preview_pipeline(pipeline, **chosen), as_json)


def _show(report: RunReport, as_json: bool) -> None:
    if as_json:
        print_json(report.as_json())
    else:
        show_report(report)


def show_step(report: StepReport) -> None:
    """One line, as soon as the step is over."""
    ctx = click.get_current_context(silent=True)
    if ctx is None or not ctx.find_root().params.get("quiet"):
        took = f" in {report.seconds:.1f} s" if report.status == "done" else ""
        said = _in_a_line(report.summary)
        click.echo(f"{report.name}: {_SAID[report.status]}{took}{said and f' – {said}'}", err=True)


def show_report(report: RunReport) -> None:
    """All steps in a table."""
    rows = [
        (step.name, step.use, _SAID[step.status], _seconds(step), _in_a_line(step.summary))
        for step in report.steps
    ]
    title = f"{report.name} in {report.folder} ({report.seconds:.1f} s)"
    print_table(("step", "use", "state", "seconds", "result"), rows, title=title)


def _seconds(step: StepReport) -> str:
    return "" if step.status == "pending" else f"{step.seconds:.1f}"


def _in_a_line(summary: Mapping[str, Any]) -> str:
    facts = [f"{key} {cell_text(value)}" for key, value in flat(summary)]
    more = ", …" if len(facts) > _FACTS_IN_A_LINE else ""
    return ", ".join(facts[:_FACTS_IN_A_LINE]) + more
