from km_eval.contracts import METRICS, PROFILES
from km_graph.plugins import PluginGroup


def test_every_metric_of_km_eval_is_there():
    ours = {p.name for p in METRICS if p.origin.startswith("km-eval ")}
    assert {
        *("strict", "faithfulness", "planner", "relation-paths", "hallucination", "coverage"),
        *("abstention", "confidence", "usage", "graphqa"),
    } == ours


def test_every_profile_of_km_eval_is_there_under_its_name():
    ours = [p for p in PROFILES if p.origin.startswith("km-eval ")]
    assert [plugin.name for plugin in ours] == [plugin.load().name for plugin in ours]
    assert {"strict", "rog", "gnnrag", "gcr", "subgraphrag", "tog", "g-retriever"} < {
        plugin.name for plugin in ours
    }


def test_every_plugin_of_km_eval_loads():
    groups = ("km.metrics", "km.profiles", "km.steps", "km.models", "km.commands")
    ours = [p for g in groups for p in PluginGroup(g) if p.origin.startswith("km-eval ")]
    assert all(plugin.load() is not None for plugin in ours)
