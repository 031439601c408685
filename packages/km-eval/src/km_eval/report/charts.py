"""The charts of a report as SVG; colours come from the style sheet of the page."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from km_eval.report.svg import element, shortened
from km_eval.statistics.bootstrap import Interval

COLOURS = 8
"""How many colours the style sheet has for systems; more systems share them."""

_BAR, _GAP, _LEFT, _WIDTH, _HEIGHT = 34, 44, 44, 960, 220


class Point(NamedTuple):
    """A system in a scatter: what an answer costs and how good it is; None if not known."""

    system: str
    cost: float | None
    quality: Interval | None


def bars(groups: Mapping[str, Sequence[tuple[str, Interval | None]]], *, label: str) -> str:
    """Groups of bars, one for each system, with whiskers for the intervals."""
    n_bars = max((len(group) for group in groups.values()), default=0)
    step = n_bars * _BAR + _GAP
    drawn = [*_grid(_LEFT + step * len(groups) + 8)]
    for place, (key, group) in enumerate(groups.items()):
        left = _LEFT + _GAP / 2 + place * step
        drawn += [
            _bar(left + i * _BAR, i, system, found)
            for i, (system, found) in enumerate(group)
            if found is not None
        ]
        middle = left + n_bars * _BAR / 2
        drawn.append(_text(key, middle, _HEIGHT + 18, anchor="middle"))
    return _chart(_LEFT + step * len(groups) + 16, _HEIGHT + 30, label, drawn)


def _bar(x: float, number: int, system: str, found: Interval) -> str:
    top, middle = _y(found.mean), x + (_BAR - 4) / 2
    said = f"{system}: {100 * found.mean:.1f} % ({spread(found)}), {found.n} questions"
    return element(
        "g",
        element("title", text=said),
        element(
            "rect", class_=colour(number), x=x, y=top, width=_BAR - 4, height=_HEIGHT - top, rx=2
        ),
        _line(middle, _y(found.low), middle, _y(found.high), "whisker"),
    )


def scatter(points: Sequence[Point], *, factor: float, unit: str, label: str) -> str:
    """What systems cost, times a factor, against how good they are; the unknown is left out."""
    most = factor * max(point.cost or 0.0 for point in points) * 1.15 or 1.0
    drawn = [*_grid(_WIDTH)]
    drawn += [
        _text(f"{most * share:.3g}", _across(share), _HEIGHT + 18, anchor="middle")
        for share in (0.0, 0.5, 1.0)
    ]
    drawn.append(_text(unit, _WIDTH, _HEIGHT + 36, anchor="end"))
    for number, (system, cost, quality) in enumerate(points):
        if cost is not None and quality is not None:
            x = _across(factor * cost / most)
            said = f"{system}: {100 * quality.mean:.1f} %, {factor * cost:.4g} {unit}"
            drawn.append(_point(x, number, system, quality, said))
    return _chart(_WIDTH + 8, _HEIGHT + 44, label, drawn)


def _across(share: float) -> float:
    return round(_LEFT + share * (_WIDTH - _LEFT - 60), 2)


def _point(x: float, number: int, system: str, quality: Interval, said: str) -> str:
    y, is_right = _y(quality.mean), x > _WIDTH * 0.75
    beside, anchor = (x - 11, "end") if is_right else (x + 11, "start")
    return element(
        "g",
        element("title", text=said),
        _line(x, _y(quality.low), x, _y(quality.high), "whisker"),
        element("circle", class_=colour(number), cx=x, cy=y, r=6),
        _text(shortened(system, 28), beside, y + 4, anchor=anchor),
    )


def colour(number: int) -> str:
    """The class of the style sheet for the system of this number."""
    return f"system-{number % COLOURS}"


def spread(found: Interval) -> str:
    """The ends of an interval in percent."""
    return f"{100 * found.low:.1f}–{100 * found.high:.1f}"


def _grid(right: float) -> Iterator[str]:
    for percent in range(0, 101, 25):
        y = _y(percent / 100)
        yield _line(_LEFT, y, right, y, "grid")
        yield _text(f"{percent}", _LEFT - 8, y + 4, anchor="end")


def _y(share: float) -> float:
    return round(_HEIGHT - share * (_HEIGHT - 12), 2)


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return element("line", class_=kind, x1=x1, y1=y1, x2=x2, y2=y2)


def _text(text: str, x: float, y: float, *, anchor: str) -> str:
    return element("text", text=text, x=x, y=y, text_anchor=anchor)


def _chart(width: float, height: float, label: str, drawn: Sequence[str]) -> str:
    return element(
        "svg",
        *drawn,
        class_="chart",
        viewBox=f"0 0 {width:g} {height:g}",
        width=f"{width:g}",
        role="img",
        aria_label=label,
    )
