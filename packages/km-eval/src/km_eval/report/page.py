"""The report as one HTML page that needs nothing else and asks nobody for anything.

Everything stands in the page without its script, which only searches, filters and switches
colours; the page's policy allows this very script and style, by their hashes, and nothing more.
"""

import base64
import hashlib
from collections.abc import Callable, Iterable, Sequence
from html import escape
from importlib.resources import files
from string import Template

from km_eval.report.charts import Point, bars, colour, scatter, spread
from km_eval.report.document import Report
from km_eval.report.intervals import MAIN
from km_eval.report.leaderboard_table import leaderboard_tables
from km_eval.report.markdown import (
    HEADLINE,
    LEGEND,
    NO_FIGURE,
    failure_lines,
    percent,
    profile_rows,
)
from km_eval.report.mistake_cards import mistake_cards
from km_eval.report.svg import element

_COSTS = {
    "cost": ("cost of 1,000 answers", 1000),
    "tokens": ("tokens an answer", 1),
    "seconds": ("seconds an answer", 1),
}


def page(report: Report) -> str:
    """The whole page."""
    parts = files("km_eval.report")
    style, script = ((parts / name).read_text("utf-8") for name in ("page.css", "page.js"))
    template = Template((parts / "page.html").read_text("utf-8"))
    return template.substitute(
        title=escape(report.title),
        about=f"{report.n_questions:,} questions, all of them in every mean; figures in percent.",
        style=style,
        style_hash=_hash(style),
        script=script,
        script_hash=_hash(script),
        main="\n".join(_sections(report)),
    )


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _sections(report: Report) -> Iterable[str]:
    yield _section("Systems", _headline(report))
    yield _section("Hits@1 by hops", _legend(report), _per_hop(report))
    if any(found.sections for found in report.by_profile.values()):
        yield _section("By published rules", _profiles(report), element("p", text=_BY_RULE))
    yield from _costs(report)
    if report.leaderboard:
        yield _section("GraphQA", leaderboard_tables(report.leaderboard))
    yield _section("Failures", _list(failure_lines(report)) or element("p", text="None."))
    yield _section(f"Mistakes of {report.headline}", mistake_cards(report.mistakes))
    yield _section("How to read this", _list(LEGEND))


_BY_RULE = "The same predictions by the rules of published scripts, which do not compare."


def _section(title: str, *content: str) -> str:
    return element("section", element("h2", text=title), *content)


def _headline(report: Report) -> str:
    def cells(name: str) -> list[str]:
        counts = report.systems[name].counts
        cells = [_figure(report, name, metric) for metric in HEADLINE]
        return cells + [element("td", text=str(n)) for n in (counts.n_failed, counts.n_empty)]

    header = ["System", *HEADLINE.values(), "Failed", "Empty"]
    note = element("p", text="Below each figure its 95 % interval, by question.", class_="note")
    return _table(header, report, cells) + note


def _figure(report: Report, name: str, metric: str) -> str:
    scores, found = report.systems[name], report.intervals[name].overall
    figure = percent(scores.overall, metric, scores)
    if figure == NO_FIGURE:
        return element("td", text=figure)
    return element("td", figure, element("small", text=spread(found[metric])))


def _profiles(report: Report) -> str:
    rows = (
        element(
            "tr",
            element("th", text=f"{profile} {number}", scope="row"),
            *(element("td", text=figure) for figure in figures),
        )
        for profile, number, *figures in profile_rows(report)
    )
    return _framed(["Rule", *report.by_profile], rows)


def _table(header: Sequence[str], report: Report, cells: Callable[[str], list[str]]) -> str:
    rows = (
        element(
            "tr",
            element("th", text=name, scope="row"),
            *cells(name),
            class_="headline" if name == report.headline else None,
        )
        for name in report.systems
    )
    return _framed(header, rows)


def _framed(header: Sequence[str], rows: Iterable[str]) -> str:
    head = "".join(element("th", text=text, scope="col") for text in header)
    table = element("table", element("thead", element("tr", head)), element("tbody", *rows))
    return element("div", table, class_="wide", tabindex=0, role="region", aria_label="table")


def _legend(report: Report) -> str:
    items = (
        element("li", _dot(number), element("span", text=name))
        for number, name in enumerate(report.systems)
    )
    return element("ul", *items, class_="legend")


def _dot(number: int) -> str:
    circle = element("circle", class_=colour(number), cx=6, cy=6, r=6)
    return element("svg", circle, viewBox="0 0 12 12", aria_hidden="true")


def _per_hop(report: Report) -> str:
    keys = dict.fromkeys(hops for scores in report.systems.values() for hops in scores.per_hop)
    groups = {
        hops if not hops.isdigit() else f"{hops} hop{'s' * (hops != '1')}": [
            (name, report.intervals[name].per_hop.get(hops)) for name in report.systems
        ]
        for hops in keys
    }
    chart = bars(groups, label="Hits@1 in percent by number of hops, with 95 % intervals")
    return element("figure", element("div", chart, class_="wide"))


def _costs(report: Report) -> Iterable[str]:
    """What answers cost against Hits@1, by the measures that at least one system states."""
    for measure, (unit, factor) in _COSTS.items():
        points = [
            Point(name, found.overall.means.get(measure), report.intervals[name].overall.get(MAIN))
            for name, found in report.by_profile.items()
        ]
        if any(point.cost is not None for point in points):
            chart = scatter(points, factor=factor, unit=unit, label=f"Hits@1 against {unit}")
            title = f"Hits@1 against {measure}"
            yield _section(title, _legend(report), element("div", chart, class_="wide"))


def _list(lines: Iterable[str]) -> str:
    items = [element("li", text=line) for line in lines]
    return element("ul", *items) if items else ""
