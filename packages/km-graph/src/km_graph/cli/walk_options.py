"""What the commands of ``km walk`` share: options, and how paths are shown."""

from collections.abc import Callable
from typing import Any, TypeVar, get_args

import click

from km_graph.graph import KnowledgeGraph
from km_graph.paths import PathBatch
from km_graph.terminal import print_json
from km_graph.walkers import Direction

F = TypeVar("F", bound=Callable[..., Any])

walker_option = click.option(
    "--walker",
    default="auto",
    show_default=True,
    help="Who walks: reference, native, or auto for the fastest that is installed.",
)
direction_option = click.option(
    "--direction",
    type=click.Choice(get_args(Direction)),
    default="both",
    show_default=True,
    help="Which edges may be taken: head to tail, tail to head, or either.",
)


def hops_option(default: int, *, name: str = "--hops") -> Callable[[F], F]:
    """``--hops`` or ``--max-hops``."""
    return click.option(
        name, type=click.IntRange(0), default=default, show_default=True, help="How many hops."
    )


def show_paths(graph: KnowledgeGraph, found: PathBatch, *, as_json: bool) -> None:
    """Paths as arrow text, one a line, or as JSON."""
    labeled = found.labeled(graph)
    if as_json:
        rows = [{"entities": p.entities, "relation_path": str(p.relation_path)} for p in labeled]
        print_json({"paths": rows, "truncated": bool(found.truncated.any())})
        return
    for path in labeled:
        click.echo(str(path))
    if not labeled:
        click.echo("no path", err=True)
    if found.truncated.any():
        click.echo("there are more; raise --limit, 0 shows all", err=True)
