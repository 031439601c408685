"""An audit as a picture; needs matplotlib."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from km_graph.errors import MissingDependencyError
from km_graph.files import atomic_file

try:
    from matplotlib.figure import Figure
except ImportError as error:
    raise MissingDependencyError("drawing an audit", "km-graph[plot]") from error

_BAR = "#2a6f97"


def draw_audit(report: Mapping[str, Any], path: Path) -> None:
    """Draw what leaks between files, and how much of the answers is in reach, where known."""
    panels = [(f"leaks of {name}", shares) for name, shares in report["leakage"].items()]
    panels += [
        (f"answers in reach of {name}, by hops", found["answers"])
        for name, found in report.get("coverage", {}).items()
        if "answers" in found
    ]
    panels += [(f"hops of {name}", found["per_hop"]) for name, found in report["files"].items()]
    figure = Figure(figsize=(8, 2.2 * len(panels)), layout="constrained")
    for number, (title, values) in enumerate(panels, 1):
        axes = figure.add_subplot(len(panels), 1, number)
        shown = {name: value for name, value in values.items() if value is not None}
        bars = axes.barh(list(shown), list(shown.values()), color=_BAR)
        axes.bar_label(bars, fmt=lambda n: f"{n:,.0f}" if n > 1 else f"{n:.2f}", padding=3)
        axes.invert_yaxis()
        axes.set_title(title, loc="left")
        axes.spines[["top", "right"]].set_visible(False)
    with atomic_file(path, binary=True) as stream:
        figure.savefig(stream, format="png", dpi=120)
