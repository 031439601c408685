"""The GraphQA leaderboard on the page of a report."""

from collections.abc import Iterable, Sequence

from km_eval.graphqa.leaderboard import Entry, overall
from km_eval.report.charts import spread
from km_eval.report.svg import element
from km_eval.statistics.bootstrap import Interval


def leaderboard_tables(entries: Iterable[Entry]) -> str:
    """A table for each version of the sets, best system first; parts of sets are left out."""
    versions: dict[str, list[Entry]] = {}
    for entry in entries:
        versions.setdefault(entry.version, []).append(entry)
    return "".join(_table(version, versions[version]) for version in sorted(versions))


def _table(version: str, entries: Sequence[Entry]) -> str:
    names = (name for entry in entries for name in entry.scores if "/" not in name)
    sets = list(dict.fromkeys(names))
    header = (
        element("th", text=text, scope="col") for text in (f"Sets {version}", "Date", *sets, "Mean")
    )
    ranked = sorted(entries, key=lambda entry: (-overall(entry), entry.system))
    rows = (_row(entry, sets) for entry in ranked)
    table = element("table", element("thead", element("tr", *header)), element("tbody", *rows))
    label = f"leaderboard of sets {version}"
    return element("div", table, class_="wide", tabindex=0, role="region", aria_label=label)


def _row(entry: Entry, sets: Sequence[str]) -> str:
    return element(
        "tr",
        element("th", text=entry.system, scope="row"),
        element("td", text=entry.date),
        *(_cell(entry, name) for name in sets),
        element("td", text=f"{100 * overall(entry):.1f}"),
    )


def _cell(entry: Entry, name: str) -> str:
    if name not in entry.scores:
        return element("td", text="–")
    ends = entry.intervals.get(name)
    below = "" if ends is None else element("small", text=spread(Interval(0.0, *ends, 0)))
    return element("td", f"{100 * entry.scores[name]:.1f}", below)
