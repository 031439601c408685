import pytest

from km_graph.plugins import PluginGroup

OURS = {
    "km.models": {"local", "replay"},
    "km.linkers": {"exact", "fuzzy"},
    "km.planners": {"frequency", "lm", "oracle"},
    "km.reasoners": {
        "agent",
        "closed-book",
        "graph-constrained",
        "oracle-path",
        "plan-retrieve-reason",
        "random-path",
        "retrieve-only",
    },
    "km.steps": {"reason.answer"},
    "km.commands": {"ask", "reason", "serve"},
}


@pytest.mark.parametrize("group", OURS)
def test_every_plugin_of_this_package_loads(group: str) -> None:
    found = {item.name: item.load() for item in PluginGroup(group) if "km-reason" in item.origin}
    assert OURS[group] == set(found)
