"""How commands other than ``km graph import`` are told to read a file."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from km_graph.formats.reading import DEFAULT, ReadOptions, Skipped, fail

F = TypeVar("F", bound=Callable[..., Any])


def reading_options(command: F) -> F:
    """Add ``--option``, ``--on-error``, ``--encoding`` and the limits to a command."""
    limit = click.IntRange(1)
    for option in (
        click.option(
            "--max-ratio",
            type=limit,
            default=DEFAULT.max_ratio,
            help="The most times its size that a compressed file may expand to.",
        ),
        click.option(
            "--max-expanded",
            type=limit,
            default=DEFAULT.max_expanded,
            help="The most bytes that a compressed file may expand to.",
        ),
        click.option(
            "--max-line",
            type=limit,
            default=DEFAULT.max_line,
            help="The longest line or record, in bytes.",
        ),
        click.option(
            "--encoding", default=DEFAULT.encoding, show_default=True, help="The encoding of text."
        ),
        click.option(
            "--on-error",
            type=click.Choice(["fail", "skip"]),
            default="fail",
            show_default=True,
            help="What becomes of records that cannot be read; skip counts and lists them.",
        ),
        click.option(
            "--option",
            "option",
            multiple=True,
            metavar="NAME=VALUE",
            callback=_pairs,
            help="An option of the reader, such as separator=| or header=true.",
        ),
    ):
        command = option(command)
    return command


def writing_options(command: F) -> F:
    """Add ``--to-option`` to a command that writes a graph."""
    option = click.option(
        "--to-option",
        "to_option",
        multiple=True,
        metavar="NAME=VALUE",
        callback=_pairs,
        help="An option of the writer, such as separator=| or uri=bolt://localhost:7687.",
    )
    return option(command)


def read_options(on_error: str, **limits: Any) -> ReadOptions:
    """The options as readers take them."""
    return ReadOptions(on_problem=Skipped() if on_error == "skip" else fail, **limits)


def say_skipped(options: ReadOptions) -> None:
    """Say on standard error how many records were left out, and which came first."""
    skipped = options.on_problem
    if not isinstance(skipped, Skipped) or not skipped.count:
        return
    records = "1 record" if skipped.count == 1 else f"{skipped.count:,} records"
    click.echo(f"left out {records} that cannot be read:", err=True)
    for problem in skipped.listed:
        click.echo(f"  {problem}", err=True)
    if skipped.count > len(skipped.listed):
        click.echo("  …", err=True)


def _pairs(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals:
            raise click.BadParameter(f"expected NAME=VALUE, found {text!r}", ctx, param)
        pairs[name] = value
    return pairs
