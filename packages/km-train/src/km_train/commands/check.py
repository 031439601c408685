"""``km train check``: options and examples, without training."""

from pathlib import Path

import click

from km_graph.terminal import print_json, print_summary
from km_train.commands.configuration import configured, encoded, options_of
from km_train.contracts import RECIPES


@click.command()
@configured
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def check(
    config: Path | None,
    examples: Path | None,
    model: str | None,
    overrides: tuple[str, ...],
    *,
    as_json: bool,
) -> None:
    """Check options and examples of a training run; no model weights are loaded."""
    options = options_of(config, examples, model, overrides)
    RECIPES.find(options.method)
    summary = encoded(options)[0].summary()
    if as_json:
        print_json(summary)
        return
    per_row = summary.pop("tokens_per_row")
    overlong = summary.pop("overlong")
    shown = {f"tokens_per_row_{key}": value for key, value in per_row.items()}
    print_summary(
        f"{options.examples} for {options.model}",
        {**summary, **shown, "overlong": len(overlong)},
    )
    for name in overlong[:10]:
        click.echo(f"longer than max_tokens {options.train.max_tokens}: {name}")
