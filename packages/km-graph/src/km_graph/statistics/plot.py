"""What a graph looks like in a picture; needs matplotlib."""

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from km_graph.errors import MissingDependencyError, OutputError
from km_graph.files import atomic_file
from km_graph.graph import KnowledgeGraph
from km_graph.label_text import shown
from km_graph.statistics.summary import GraphStatistics, degrees

try:
    from matplotlib import rc_context
    from matplotlib.figure import Figure
    from matplotlib.font_manager import fontManager
    from matplotlib.layout_engine import ConstrainedLayoutEngine
    from matplotlib.ticker import FuncFormatter, NullLocator
except ImportError as error:
    raise MissingDependencyError("drawing a graph's statistics", "km-graph[plot]") from error

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SUFFIXES = (".png", ".svg", ".pdf")
_DOTS, _BARS, _INK, _GRID = "#2a6f97", "#61a5c2", "#22303c", "#d9e0e6"
_LONGEST = 34
_FEWEST = 8
_FALLBACKS = (
    *("Noto Sans CJK SC", "Noto Sans SC", "WenQuanYi Zen Hei", "Microsoft YaHei", "PingFang SC"),
    *("Noto Sans Arabic", "Noto Sans Devanagari", "Noto Sans Thai"),
)


def draw_statistics(
    graph: KnowledgeGraph, found: GraphStatistics, path: Path, *, title: str
) -> None:
    """Draw the degree distribution and the most frequent relations, atomically.

    Args:
        graph: The graph.
        found: Its statistics.
        path: A ``.png``, ``.svg`` or ``.pdf`` file.
        title: The name of the graph.

    Raises:
        OutputError: If the suffix is another one, or the file cannot be written.
    """
    if path.suffix not in _SUFFIXES:
        raise OutputError(path, f"expected a file named {', '.join(_SUFFIXES)}")
    # A label in a script that no font has is drawn as boxes, which is no reason to stop.
    with rc_context({"font.family": _fonts()}), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from font")
        figure = _figure(graph, found, title)
        with atomic_file(path, binary=True) as stream:
            figure.savefig(stream, format=path.suffix[1:], metadata=_NOTHING[path.suffix])


# No date and no version in the file: the same graph gives the same picture.
_NOTHING: dict[str, dict[str, str | None]] = {
    ".png": {"Software": None},
    ".svg": {"Date": None, "Creator": None},
    ".pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}


def _fonts() -> list[str]:
    there = {font.name for font in fontManager.ttflist}
    return ["DejaVu Sans", *(name for name in _FALLBACKS if name in there)]


def _figure(graph: KnowledgeGraph, found: GraphStatistics, title: str) -> Figure:
    height = max(4.8, 1.6 + 0.34 * len(found.top_relations))
    figure = Figure(figsize=(12.5, height), dpi=150)
    figure.set_layout_engine(ConstrainedLayoutEngine(w_pad=0.15, h_pad=0.12, wspace=0.04))
    left, right = figure.subplots(1, 2)
    figure.suptitle(_title(found, title), fontsize=15, color=_INK, parse_math=False)
    _draw_degrees(left, graph, found)
    _draw_relations(right, found)
    return figure


def _title(found: GraphStatistics, title: str) -> str:
    counts = (
        f"{found.entities:,} entities",
        f"{found.relations:,} relations",
        f"{found.triples:,} triples",
    )
    return f"{shown(title, 40)}  ·  {'  ·  '.join(counts)}"


def _draw_degrees(axes: "Axes", graph: KnowledgeGraph, found: GraphStatistics) -> None:
    counts = np.bincount(degrees(graph))
    there = np.flatnonzero(counts[1:]) + 1
    axes.loglog(there, counts[there], "o", color=_DOTS, markersize=4.5, alpha=0.65, mew=0)
    axes.set_xlim(0.7, 1.6 * max(found.max_degree, 8))
    axes.set_ylim(0.7, 1.6 * max(counts.max(), 8))
    if found.triples:
        _mark_mean(axes, found.mean_degree)
    _style(axes, "Degrees", "edges at an entity", "entities")
    axes.grid(color=_GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(_number))
        axis.set_minor_locator(NullLocator())


def _mark_mean(axes: "Axes", mean: float) -> None:
    axes.axvline(mean, color=_INK, linewidth=1, linestyle=(0, (4, 3)))
    axes.annotate(
        f"mean {mean:,.1f}",
        (mean, 1),
        xycoords=("data", "axes fraction"),
        xytext=(6, -16),
        textcoords="offset points",
        color=_INK,
    )


def _draw_relations(axes: "Axes", found: GraphStatistics) -> None:
    names = [shown(row.relation, _LONGEST) for row in found.top_relations]
    values = [row.triples for row in found.top_relations]
    places = range(len(names))
    axes.barh(places, values, color=_BARS, height=0.72)
    axes.set_yticks(places, names)
    for text in axes.get_yticklabels():
        text.set_parse_math(False)
    axes.set_ylim(max(len(names), _FEWEST) - 0.5, -0.5)  # the first on top, none of them fat
    for place, value in zip(places, values, strict=True):
        share = f"{value:,}  ·  {_percent(value / found.triples)}"
        axes.annotate(
            share,
            (value, place),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            color=_INK,
            fontsize=9,
        )
    axes.set_xlim(0, max(values, default=1) * 1.3)  # room for the numbers beside the bars
    listed = "Relations" if found.relations == len(names) else "Most frequent relations"
    _style(axes, listed, "", "")
    axes.tick_params(axis="y", length=0)
    axes.xaxis.set_visible(False)  # the numbers stand beside the bars
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)


def _style(axes: "Axes", title: str, x: str, y: str) -> None:
    axes.set_title(title, loc="left", fontsize=12.5, color=_INK, pad=10)
    axes.set_xlabel(x, color=_INK)
    axes.set_ylabel(y, color=_INK)
    axes.tick_params(colors=_INK, labelsize=10)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(_GRID)


def _number(value: float, _place: int | None = None) -> str:
    for unit, name in ((1e9, " B"), (1e6, " M"), (1e3, " k")):
        if abs(value) >= unit:
            return f"{value / unit:,.3g}{name}"
    return f"{value:g}"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.01 else "< 1 %"
