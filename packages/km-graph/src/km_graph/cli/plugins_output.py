"""How ``km plugins`` shows plugins, loading each inside a border of its own."""

from collections.abc import Iterable, Iterator

from km_graph.errors import PluginError
from km_graph.plugins import PluginGroup
from km_graph.terminal import print_json, print_table

Row = tuple[str, str, str, str | None]


def show(groups: Iterable[str], *, as_json: bool) -> None:
    """Every plugin with what is wrong with it, if something is."""
    rows = [row for group in groups for row in _rows(PluginGroup(group))]
    if as_json:
        keys = ("group", "name", "origin", "problem")
        print_json([{**dict(zip(keys, row, strict=True)), "loads": row[3] is None} for row in rows])
    else:
        shown = [(*row[:3], row[3] or "yes") for row in rows]
        print_table(("group", "name", "package", "loads"), shown)


def _rows(offered: PluginGroup) -> Iterator[Row]:
    for plugin in offered:
        problem = None
        try:
            offered.find(plugin.name).load()
        except PluginError as error:
            problem = error.message
        yield offered.group, plugin.name, plugin.origin, problem
