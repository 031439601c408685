"""What commands that read a graph have in common on the command line."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

graph_argument = click.argument("source", metavar="GRAPH")
format_option = click.option(
    "--format", "format_", default="auto", show_default=True, help="How GRAPH is to be read."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print as JSON.")


def limit_option(default: int) -> Callable[[F], F]:
    """``--limit``, with 0 for no limit."""
    return click.option(
        "--limit",
        type=click.IntRange(0),
        default=default,
        show_default=True,
        help="Show at most so many; 0 shows all.",
    )
