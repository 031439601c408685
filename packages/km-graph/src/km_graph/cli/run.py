"""``km run``: a pipeline from its file."""

from pathlib import Path
from typing import Any

import click

from km_graph.cli.existing import ExistingPath


@click.command()
@click.argument("pipeline", type=ExistingPath("file"))
@click.option(
    "--set",
    "overrides",
    multiple=True,
    metavar="KEY=VALUE",
    help="Override a value: seed=3, vars.data=elsewhere, steps.NAME.option=value. Repeatable.",
)
@click.option(
    "--run", "folder", metavar="DIR", help="The run folder, instead of what the file says."
)
@click.option(
    "--force", multiple=True, metavar="STEP", help="Run it even if nothing changed. Repeatable."
)
@click.option("--until", metavar="STEP", help="The last step to run.")
@click.option("--dry-run", is_flag=True, help="Check everything and say what would run.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def run(
    pipeline: Path,
    overrides: tuple[str, ...],
    folder: str | None,
    force: tuple[str, ...],
    until: str | None,
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Run the steps of a pipeline file; skip what did not change, go on where it stopped."""
    from km_graph.cli import run_output  # noqa: PLC0415  # keeps `km --help` light

    chosen: dict[str, Any] = {
        "overrides": overrides,
        "run": folder,
        "until": until,
        "force": force,
    }
    if dry_run:
        run_output.preview(pipeline, chosen, as_json=as_json)
    else:
        run_output.run(pipeline, chosen, as_json=as_json)
