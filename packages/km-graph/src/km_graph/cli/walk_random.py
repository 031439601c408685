"""``km walk random``."""

import click

from km_graph.cli.graph_arguments import format_option, graph_argument, json_option
from km_graph.cli.walk_options import direction_option, hops_option, show_paths, walker_option
from km_graph.cli.walk_rule import rule_options
from km_graph.opening import open_graph
from km_graph.relation_path import RelationPath
from km_graph.terminal import terminal_progress
from km_graph.walkers import Direction, WalkRule, load_walker


@click.command()
@graph_argument
@click.argument("starts", metavar="ENTITY...", nargs=-1)
@click.option("--all", "everywhere", is_flag=True, help="Start from every entity.")
@hops_option(3)
@click.option(
    "--walks", type=click.IntRange(1), default=5, show_default=True, help="Walks from each entity."
)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="For the walks.")
@rule_options
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
    p: float,
    q: float,
    restart: float,
    metapath: str,
    *,
    everywhere: bool,
    no_backtrack: bool,
    as_json: bool,
) -> None:
    """Random walks from each ENTITY; one seed gives the same walks everywhere."""
    if everywhere == bool(starts):
        raise click.UsageError("name the entities to start from, or give --all")
    graph = open_graph(source, format=format_, progress=terminal_progress())
    along = graph.relation_ids(RelationPath.parse(metapath)).tolist()
    found = load_walker(walker).random_walks(
        graph,
        None if everywhere else graph.entities.ids(starts),
        hops=hops,
        walks_per_start=walks,
        direction=direction,
        rule=WalkRule(p=p, q=q, restart=restart, metapath=along, backtrack=not no_backtrack),
        seed=seed,
    )
    show_paths(graph, found, as_json=as_json)
