"""The scores of a predictions file as tables for people."""

from collections.abc import Mapping

import click

from km_eval.file_scores import FileScores, Section
from km_eval.scores import Group
from km_graph.terminal import print_table

_TITLES = {"per_hop": "hops", "per_relation": "relation", "per_answers": "gold answers"}
_BROKEN_DOWN = ("hits_at_1", "f1", "planner_accuracy", "faithfulness")
_MOST_ROWS = 20


def show(scores: FileScores) -> None:
    """Print counts, profiles side by side, metrics, breakdowns and problems."""
    click.echo(counts_line(scores))
    if scores.sections:
        print_table(*profile_table(scores.sections))
    if scores.overall.means:
        rows = [[name, _shown(name, mean)] for name, mean in scores.overall.means.items()]
        if scores.calibration_error is not None:
            rows.append(["calibration_error", scores.calibration_error])
        print_table(("metric", "all questions"), rows)
    for name, title in _TITLES.items():
        groups = scores.breakdowns[name]
        if 1 < len(groups) <= _MOST_ROWS:
            print_table(*_breakdown(title, groups))
    for kind, found in scores.problems.items():
        first = "; ".join(found["first"][:3])
        click.echo(f"{found['count']} × {kind}: {first}{' …' if found['count'] > 3 else ''}")


def counts_line(scores: FileScores) -> str:
    """What was counted, in one line."""
    counts = scores.counts
    said = [
        f"{counts.n_expected} questions",
        f"{counts.n_scored} scored",
        f"{counts.n_failed} failed",
    ]
    said += [f"{counts.n_missing} of them without a prediction"] if counts.n_missing else []
    said += [f"{counts.n_empty} empty"]
    said += [f"{counts.n_duplicates} predicted again"] if counts.n_duplicates else []
    said += [f"{counts.n_unknown} for no question"] if counts.n_unknown else []
    return f"{', '.join(said)}; answers as {scores.extract}"


def profile_table(sections: Mapping[str, Section]) -> tuple[tuple[str, ...], list[list[object]]]:
    """Columns and rows: a profile a row, a number a column, in percent."""
    names = dict.fromkeys(name for section in sections.values() for name in section.shown)
    rows: list[list[object]] = []
    for section in sections.values():
        shown = (section.numbers.get(n) if n in section.shown else None for n in names)
        numbers = ["" if value is None else round(100 * value, 2) for value in shown]
        rows.append([section.profile, section.n, *numbers])
    return ("profile, %", "n", *names), rows


def _breakdown(
    title: str, groups: Mapping[str, Group]
) -> tuple[tuple[str, ...], list[list[object]]]:
    names = [n for n in _BROKEN_DOWN if any(n in group.means for group in groups.values())]
    rows: list[list[object]] = [
        [
            key,
            group.n,
            *("" if (m := group.means.get(n)) is None else round(100 * m, 2) for n in names),
        ]
        for key, group in groups.items()
    ]
    return (f"{title}, %", "n", *names), rows


def _shown(name: str, mean: float) -> object:
    plain = name in ("seconds", "tokens", "cost")
    return round(mean, 6) if plain else f"{100 * mean:.2f} %"
