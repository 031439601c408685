"""``km walk neighborhood`` and ``km walk rank``: what surrounds entities."""

import click

from km_graph.cli.graph_arguments import format_option, graph_argument, json_option, limit_option
from km_graph.cli.walk_options import direction_option, hops_option, walker_option
from km_graph.graph import KnowledgeGraph
from km_graph.opening import open_graph
from km_graph.paths import Groups
from km_graph.terminal import print_json, print_table, terminal_progress
from km_graph.walkers import Direction, load_walker

MORE = "there are more; raise --limit, 0 shows all"


@click.command()
@graph_argument
@click.argument("entities", metavar="ENTITY...", nargs=-1, required=True)
@hops_option(1)
@limit_option(0)
@direction_option
@walker_option
@format_option
@json_option
def neighborhood(
    source: str,
    entities: tuple[str, ...],
    hops: int,
    limit: int,
    direction: Direction,
    walker: str,
    format_: str,
    *,
    as_json: bool,
) -> None:
    """The entities within some hops of any ENTITY, nearest first."""
    graph = open_graph(source, format=format_, progress=terminal_progress())
    found = load_walker(walker).neighborhoods(
        graph, _group(graph, entities), hops=hops, direction=direction, limit=limit or None
    )
    pairs = zip(found.distances.tolist(), found.entities.tolist(), strict=True)
    rows = [(distance, graph.entities[entity]) for distance, entity in pairs]
    if as_json:
        print_json([{"hops": distance, "entity": entity} for distance, entity in rows])
    else:
        print_table(("hops", "entity"), rows)
    if found.truncated.any():
        click.echo(MORE, err=True)


@click.command()
@graph_argument
@click.argument("entities", metavar="ENTITY...", nargs=-1, required=True)
@limit_option(20)
@click.option(
    "--restart",
    type=click.FloatRange(0, 1, min_open=True),
    default=0.15,
    show_default=True,
    help="The probability of going back to ENTITY at each hop.",
)
@click.option(
    "--tolerance",
    type=click.FloatRange(0, min_open=True),
    default=1e-6,
    show_default=True,
    help="How exact the scores are; smaller takes longer.",
)
@direction_option
@walker_option
@format_option
@json_option
def rank(
    source: str,
    entities: tuple[str, ...],
    limit: int,
    restart: float,
    tolerance: float,
    direction: Direction,
    walker: str,
    format_: str,
    *,
    as_json: bool,
) -> None:
    """The entities that random walks from ENTITY, with restarts, are at most often."""
    graph = open_graph(source, format=format_, progress=terminal_progress())
    found = load_walker(walker).rank(
        graph,
        _group(graph, entities),
        restart=restart,
        tolerance=tolerance,
        direction=direction,
        limit=limit or None,
    )
    pairs = zip(found.entities.tolist(), found.scores.tolist(), strict=True)
    rows = [(graph.entities[entity], score) for entity, score in pairs]
    if as_json:
        print_json([{"entity": entity, "score": score} for entity, score in rows])
    else:
        print_table(("entity", "score"), [(entity, f"{score:.6f}") for entity, score in rows])


def _group(graph: KnowledgeGraph, entities: tuple[str, ...]) -> Groups:
    return Groups.of([graph.entities.ids(entities).tolist()])
