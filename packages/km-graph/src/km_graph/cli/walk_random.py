"""``km walk random`` and ``km walk neighborhood``."""

import click

from km_graph.cli.graph_arguments import format_option, graph_argument, json_option
from km_graph.cli.walk_options import direction_option, hops_option, show_paths, walker_option
from km_graph.opening import open_graph
from km_graph.paths import Groups
from km_graph.terminal import print_json, print_table, terminal_progress
from km_graph.walkers import Direction, load_walker


@click.command()
@graph_argument
@click.argument("starts", metavar="ENTITY...", nargs=-1, required=True)
@hops_option(3)
@click.option(
    "--walks", type=click.IntRange(1), default=5, show_default=True, help="Walks from each entity."
)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="For the walks.")
@direction_option
@walker_option
@format_option
@json_option
def random(
    source: str,
    starts: tuple[str, ...],
    hops: int,
    walks: int,
    seed: int,
    direction: Direction,
    walker: str,
    format_: str,
    *,
    as_json: bool,
) -> None:
    """Random walks from each ENTITY; one seed gives the same walks everywhere."""
    graph = open_graph(source, format=format_, progress=terminal_progress())
    found = load_walker(walker).random_walks(
        graph,
        graph.entities.ids(starts),
        hops=hops,
        walks_per_start=walks,
        direction=direction,
        seed=seed,
    )
    show_paths(graph, found, as_json=as_json)


@click.command()
@graph_argument
@click.argument("entities", metavar="ENTITY...", nargs=-1, required=True)
@hops_option(1)
@direction_option
@walker_option
@format_option
@json_option
def neighborhood(
    source: str,
    entities: tuple[str, ...],
    hops: int,
    direction: Direction,
    walker: str,
    format_: str,
    *,
    as_json: bool,
) -> None:
    """The entities within some hops of any ENTITY, nearest first."""
    graph = open_graph(source, format=format_, progress=terminal_progress())
    sources = Groups.of([graph.entities.ids(entities).tolist()])
    found = load_walker(walker).neighborhoods(graph, sources, hops=hops, direction=direction)
    pairs = zip(found.distances.tolist(), found.entities.tolist(), strict=True)
    rows = [(distance, graph.entities[entity]) for distance, entity in pairs]
    if as_json:
        print_json([{"hops": distance, "entity": entity} for distance, entity in rows])
    else:
        print_table(("hops", "entity"), rows)
