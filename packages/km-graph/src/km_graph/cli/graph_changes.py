"""``km graph add`` and ``km graph remove``."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import click

from km_graph.cli.graph_arguments import json_option
from km_graph.graph import Triple
from km_graph.graph.attributes import Attribute
from km_graph.opening import read_triples
from km_graph.progress import track
from km_graph.store import Batch, GraphStore, open_store
from km_graph.terminal import print_json, terminal_progress

_OPTIONS = (
    click.argument("path", metavar="STORE"),
    click.argument("source", metavar="[SOURCE]", required=False),
    click.option(
        "--triple",
        "triples",
        nargs=3,
        multiple=True,
        metavar="HEAD RELATION TAIL",
        help="A triple; may be given several times.",
    ),
    click.option(
        "--format", "format_", default="auto", show_default=True, help="How SOURCE is to be read."
    ),
    click.option("--key", help="A name of the change: one of that name is made only once."),
    click.option(
        "--expect", type=click.IntRange(0), help="Make it only if the store is at this version."
    ),
    click.option(
        "--batch",
        type=click.IntRange(1),
        default=100_000,
        show_default=True,
        help="Triples to a commit; each commit is whole or not there.",
    ),
    json_option,
)


def _changing(command: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.command()
@_changing
def add(**given: Any) -> None:
    """Add the triples of SOURCE, and those given, to STORE.

    SOURCE is whatever km graph import reads; - is the standard input. What is there already is
    left as it is.
    """
    _change(lambda triples: Batch(add=triples), "added", **given)


@click.command()
@_changing
def remove(**given: Any) -> None:
    """Remove the triples of SOURCE, and those given, from STORE.

    SOURCE is whatever km graph import reads; - is the standard input. What is not there is
    passed over.
    """
    _change(lambda triples: Batch(remove=triples), "removed", **given)


def _change(
    batch_of: Callable[[Iterable[Triple]], Batch],
    done: str,
    *,
    path: str,
    source: str | None,
    triples: Sequence[tuple[str, str, str]],
    format_: str,
    key: str | None,
    expect: int | None,
    batch: int,
    as_json: bool,
) -> None:
    if source is None and not triples:
        raise click.UsageError("state a SOURCE to read, or triples with --triple")
    with open_store(path) as store:
        before = len(store.graph)
        stated = track(_stated(source, format_, triples), terminal_progress(), done)
        for number, part in enumerate(_parts(stated, batch)):
            _apply(store, batch_of(part), key, expect, number)
        changed, version = abs(len(store.graph) - before), store.version
    if as_json:
        print_json({"version": version, done: changed})
    else:
        click.echo(f"{path}: {changed:,} triples {done}, version {version}")


def _apply(
    store: GraphStore, batch: Batch, key: str | None, expect: int | None, number: int
) -> None:
    # Each commit of a large change has a name of its own; the first alone may be unexpected.
    name = f"{key}/{number}" if key is not None and number else key
    store.apply(batch, key=name, expected_version=None if number else expect)


def _stated(
    source: str | None, format_: str, triples: Sequence[tuple[str, str, str]]
) -> Iterator[Triple]:
    yield from (Triple(*triple) for triple in triples)
    if source is None:
        return
    left_out = 0
    for statement in read_triples(source, format=format_):
        if isinstance(statement, Attribute):
            left_out += 1
        else:
            yield statement
    if left_out:
        click.echo(f"{left_out:,} attributes of {source} left out: stores change triples", err=True)


def _parts(triples: Iterator[Triple], size: int) -> Iterator[list[Triple]]:
    while part := list(islice(triples, size)):
        yield part
