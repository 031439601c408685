from km_eval.contracts import METRICS
from km_graph.plugins import PluginGroup


def test_every_metric_of_km_eval_is_there():
    ours = {p.name for p in METRICS if p.origin.startswith("km-eval ")}
    assert {"strict", "faithfulness", "planner"} == ours


def test_every_plugin_of_km_eval_loads():
    groups = ("km.metrics", "km.steps", "km.models", "km.commands")
    ours = [p for g in groups for p in PluginGroup(g) if p.origin.startswith("km-eval ")]
    assert all(plugin.load() is not None for plugin in ours)
