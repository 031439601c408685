"""``km graph history``."""

from datetime import UTC, datetime

import click

from km_graph.cli.graph_arguments import json_option, limit_option
from km_graph.store import GraphStore, open_store
from km_graph.terminal import print_json, print_table


@click.command()
@click.argument("path", metavar="STORE")
@click.argument("triple", nargs=-1, metavar="[HEAD RELATION TAIL]")
@limit_option(20)
@json_option
def history(path: str, triple: tuple[str, ...], limit: int, *, as_json: bool) -> None:
    """When a triple came and went; without one, the newest commits of STORE."""
    if len(triple) not in (0, 3):
        raise click.UsageError("a triple is HEAD RELATION TAIL")
    with open_store(path) as store:
        if triple:
            head, relation, tail = triple
            _show_triple(store, (head, relation, tail), limit, as_json=as_json)
        else:
            _show_commits(store, limit, as_json=as_json)


def _show_triple(
    store: GraphStore, triple: tuple[str, str, str], limit: int, *, as_json: bool
) -> None:
    changes = store.history(triple)[-limit:]
    if as_json:
        rows = [{**change._asdict(), "time": _iso(change.time)} for change in changes]
        print_json({"triple": triple, "changes": rows})
        return
    rows_shown = [
        (change.version, _iso(change.time), "added" if change.added else "removed", change.key)
        for change in changes
    ]
    print_table(("version", "time", "", "key"), rows_shown)


def _show_commits(store: GraphStore, limit: int, *, as_json: bool) -> None:
    since = max(0, store.version - limit) if limit else 0
    rows = [
        {
            "version": commit.version,
            "time": _iso(commit.time),
            "added": len(commit.changes.added),
            "removed": len(commit.changes.removed),
            "key": commit.key,
        }
        for commit in store.commits(since=since)
    ]
    if as_json:
        print_json({"commits": rows})
    else:
        names = ("version", "time", "added", "removed", "key")
        print_table(names, [[row[name] for name in names] for row in rows])


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(sep=" ", timespec="seconds")
