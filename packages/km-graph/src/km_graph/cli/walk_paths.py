"""``km walk paths`` and ``km walk follow``."""

import click

from km_graph.cli.graph_arguments import format_option, graph_argument, json_option, limit_option
from km_graph.cli.walk_options import direction_option, hops_option, show_paths, walker_option
from km_graph.graph import KnowledgeGraph
from km_graph.opening import open_graph
from km_graph.paths import Groups
from km_graph.relation_path import RelationPath
from km_graph.terminal import terminal_progress
from km_graph.walkers import Direction, load_walker


@click.command()
@graph_argument
@click.argument("start", metavar="FROM")
@click.argument("end", metavar="[TO]", required=False)
@click.option("--simple", is_flag=True, help="All simple paths, not only the shortest.")
@hops_option(3, name="--max-hops")
@limit_option(100)
@click.option(
    "--seconds", type=click.FloatRange(0), default=None, help="Stop searching after so long."
)
@direction_option
@walker_option
@format_option
@json_option
def paths(
    source: str,
    start: str,
    end: str | None,
    max_hops: int,
    limit: int,
    seconds: float | None,
    direction: Direction,
    walker: str,
    format_: str,
    *,
    simple: bool,
    as_json: bool,
) -> None:
    """Paths between two entities: all shortest ones, or with --simple all that repeat no entity.

    Without TO, all simple paths from FROM.
    """
    graph = open_graph(source, format=format_, progress=terminal_progress())
    sources, finder = _group(graph, start), load_walker(walker)
    targets = None if end is None else _group(graph, end)
    if simple or targets is None:
        found = finder.simple_paths(
            graph,
            sources,
            targets,
            max_hops=max_hops,
            direction=direction,
            limit=limit or None,
            seconds=seconds,
        )
    else:
        found = finder.shortest_paths(
            graph,
            sources,
            targets,
            max_hops=max_hops,
            direction=direction,
            limit=limit or None,
            seconds=seconds,
        )
    show_paths(graph, found, as_json=as_json)


@click.command()
@graph_argument
@click.argument("start", metavar="ENTITY")
@click.argument("relation_path", metavar="RELATION_PATH")
@click.option("--no-return", is_flag=True, help="Leave out paths that come back to ENTITY.")
@limit_option(100)
@walker_option
@format_option
@json_option
def follow(
    source: str,
    start: str,
    relation_path: str,
    limit: int,
    walker: str,
    format_: str,
    *,
    no_return: bool,
    as_json: bool,
) -> None:
    """Where a relation path leads from ENTITY: directed_by/^starred_actors, ^ for tail to head."""
    wanted = RelationPath.parse(relation_path)
    graph = open_graph(source, format=format_, progress=terminal_progress())
    hops = Groups.of([graph.relation_ids(wanted).tolist()])
    found = load_walker(walker).follow(
        graph, graph.entities.ids([start]), hops, allow_return=not no_return, limit=limit or None
    )
    show_paths(graph, found, as_json=as_json)


def _group(graph: KnowledgeGraph, entity: str) -> Groups:
    return Groups.of([[graph.entities.id(entity)]])
