"""The options of ``km walk random`` that make a ``WalkRule``."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS = (
    click.option(
        "--p",
        type=click.FloatRange(0, min_open=True),
        default=1.0,
        show_default=True,
        help="node2vec's p: going back to the entity before is 1/p times as likely.",
    ),
    click.option(
        "--q",
        type=click.FloatRange(0, min_open=True),
        default=1.0,
        show_default=True,
        help="node2vec's q: going where the entity before has no edge is 1/q times as likely.",
    ),
    click.option(
        "--restart",
        type=click.FloatRange(0, 1),
        default=0.0,
        show_default=True,
        help="Probability, at each hop, of beginning a new path at the start instead.",
    ),
    click.option(
        "--metapath",
        default="",
        metavar="PATH",
        help="Relations to take in turn, over and over: starred_actors/^starred_actors.",
    ),
    click.option(
        "--no-backtrack", is_flag=True, help="Never go straight back to the entity before."
    ),
)


def rule_options(command: F) -> F:
    """The parts of a ``WalkRule`` that fit on a command line."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
