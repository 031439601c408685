"""``km train show``: what the model reads, and which of it the loss is computed on."""

import sys
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from km_train.commands.configuration import configured, encoded, options_of
from km_train.encoding import IGNORED, Row


@click.command()
@configured
@click.option("--rows", default=3, show_default=True, type=click.IntRange(1), help="How many.")
def show(
    config: Path | None,
    examples: Path | None,
    model: str | None,
    overrides: tuple[str, ...],
    *,
    rows: int,
) -> None:
    """Show rows as the model sees them; what is trained is green, or in ⟦ ⟧ without colours."""
    found, tokenizer = encoded(options_of(config, examples, model, overrides))
    coloured = sys.stdout.isatty()
    for row in found.rows[:rows]:
        click.echo(
            click.style(f"{row.id}: {len(row.input_ids)} tokens, {row.trained} trained", bold=True)
        )
        click.echo(decoded(row, tokenizer, coloured=coloured) + "\n")


def decoded(row: Row, tokenizer: Any, *, coloured: bool) -> str:
    """The text of a row with its trained part marked."""
    parts = []
    pairs = zip(row.input_ids, row.labels, strict=True)
    for trained, group in groupby(pairs, key=lambda pair: pair[1] != IGNORED):
        text = tokenizer.decode([token for token, _ in group])
        marked = click.style(text, fg="green") if coloured else f"⟦{text}⟧"
        parts.append(marked if trained else text)
    return "".join(parts)
