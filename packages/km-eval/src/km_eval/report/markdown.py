"""The report as Markdown for people."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from km_eval.file_scores import Section
from km_eval.graphqa.leaderboard import leaderboard_markdown
from km_eval.report.charts import spread
from km_eval.report.document import Mistake, Report
from km_eval.report.intervals import MAIN
from km_eval.scores import Group, Scores

HEADLINE = {
    "hits_at_1": "Hits@1",
    "f1": "F1",
    "precision": "Precision",
    "recall": "Recall",
    "hit": "Hit",
    "exact_match": "Exact",
    "planner_accuracy": "Planner",
    "faithfulness": "Faithful",
}
_BREAKDOWN = ("hits_at_1", "f1", "planner_accuracy", "faithfulness")
_BLOCKS = " ▏▎▍▌▋▊▉█"
_SHOWN = 5
NO_FIGURE = "–"


def markdown(report: Report) -> str:
    """The whole report, ending in a line break."""
    parts = [
        f"# {report.title}",
        f"{report.n_questions} questions, all of them in every mean; figures in percent.",
        _headline(report),
        "## By hops",
        _breakdown("Hops", ((n, s, s.per_hop) for n, s in report.systems.items())),
    ]
    if any(scores.slices for scores in report.systems.values()):
        slices = ((n, s, s.slices) for n, s in report.systems.items())
        parts += ["## Slices", _breakdown("Slice", slices)]
    parts += ["## By published rules", _profiles(report)] if any(profile_rows(report)) else []
    if report.leaderboard:
        parts += ["## GraphQA", leaderboard_markdown(report.leaderboard).rstrip()]
    parts += ["## Failures", _failures(report), f"## Mistakes of {report.headline}"]
    parts += [_mistake(mistake) for mistake in report.mistakes] or ["None."]
    parts += ["## How to read this", "\n".join(f"- {line}" for line in LEGEND)]
    return "\n\n".join(parts) + "\n"


LEGEND = (
    "Hits@1: the first answer is a gold answer. Hit: any answer is.",
    "Precision, recall, F1, exact: the set of answers against the set of gold answers.",
    "Planner: the first relation path is a gold one, where a gold one is known.",
    "Faithful, of those answered: all evidence edges are in the graph, each answer ends a path.",
    "Answers are equal if they are but for case, ASCII punctuation, articles and white space.",
    "Failed and missing predictions score zero; a dash says that a figure does not apply.",
    "95 %: the interval of a mean over questions drawn with replacement.",
)
"""How to read a report, a line each."""


def percent(group: Group, name: str, scores: Scores) -> str:
    """A mean in percent, or a dash where it says nothing about the system."""
    never_planned = name == "planner_accuracy" and not scores.counts.n_planned
    if name not in group.means or never_planned:
        return NO_FIGURE
    return f"{100 * group.means[name]:.2f}"


def bar(share: float, width: int = 10) -> str:
    """A bar of block characters, ``width`` characters for 1.

    Example:
        >>> bar(0.5, 4)
        '██'
    """
    eighths = round(share * width * 8)
    return "█" * (eighths // 8) + (_BLOCKS[eighths % 8] if eighths % 8 else "")


def table(header: Sequence[str], rows: Iterable[Sequence[str]], *, texts: int = 1) -> str:
    """A Markdown table whose first ``texts`` columns are aligned left, the others right."""
    ruler = ["---" if i < texts else "--:" for i in range(len(header))]
    lines = ([*map(_cell, row)] for row in (header, ruler, *rows))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", r"\|").replace("\n", " ")


def _headline(report: Report) -> str:
    rows = (
        [
            f"**{name}**" if name == report.headline else name,
            *(percent(scores.overall, metric, scores) for metric in HEADLINE),
            spread(found[MAIN]) if MAIN in (found := report.intervals[name].overall) else NO_FIGURE,
            str(scores.counts.n_failed),
            str(scores.counts.n_empty),
        ]
        for name, scores in report.systems.items()
    )
    return table(["System", *HEADLINE.values(), "Hits@1, 95 %", "Failed", "Empty"], rows)


def profile_rows(report: Report) -> Iterator[list[str]]:
    """The numbers of published rules: profile, name, and the number of each system."""
    shown = dict.fromkeys(
        (section.profile, number)
        for scores in report.by_profile.values()
        for section in scores.sections.values()
        for number in section.shown
    )
    for profile, number in shown:
        sections = (scores.sections[profile] for scores in report.by_profile.values())
        figures = (_figure(section, number, report.n_questions) for section in sections)
        yield [profile, number, *figures]


def _figure(section: Section, number: str, n_questions: int) -> str:
    """A number in percent, and of how many questions where the rule leaves some out."""
    if number not in section.numbers:
        return NO_FIGURE
    of = f" of {section.n}" if section.n != n_questions else ""
    return f"{100 * section.numbers[number]:.2f}{of}"


def _profiles(report: Report) -> str:
    return table(["Profile", "Number", *report.by_profile], profile_rows(report), texts=2)


def _breakdown(what: str, systems: Iterable[tuple[str, Scores, Mapping[str, Group]]]) -> str:
    header = ["System", what, "n", *(HEADLINE[name] for name in _BREAKDOWN), ""]
    rows = (
        [
            name,
            key,
            str(group.n),
            *(percent(group, metric, scores) for metric in _BREAKDOWN),
            bar(group.means.get("hits_at_1", 0.0)),
        ]
        for name, scores, groups in systems
        for key, group in groups.items()
    )
    return table(header, rows, texts=2)


def _failures(report: Report) -> str:
    lines = [f"- {_cell(line)}" for line in failure_lines(report)]
    return "\n".join(lines) or "None: every question has a prediction, and none has two."


def failure_lines(report: Report) -> Iterator[str]:
    """What went wrong with the predictions of each system, and how often."""
    for name, scores in report.systems.items():
        counts = scores.counts
        for error, n in report.failures[name].items():
            yield f"{name}: {n} × {error}"
        if counts.duplicates:
            yield f"{name}: {len(counts.duplicates)} × predicted again, the first counts"
        if counts.unknown:
            yield f"{name}: {len(counts.unknown)} × predicted for no question, left out"
        for kind, found in report.by_profile[name].problems.items():
            yield f"{name}: {found['count']} × {kind}: {found['first'][0]}"


def _mistake(mistake: Mistake) -> str:
    question, prediction = mistake.question, mistake.prediction
    lines = [
        f"**{' '.join(question.text.split())}** (`{question.id}`, F1 {mistake.f1:.2f})\n",
        f"- gold: {_some(question.answers)}",
        f"- predicted: {_some(prediction.answers)}",
        f"- evidence: {_some(list(map(str, prediction.evidence)))}",
    ]
    if question.relation_paths:
        lines.append(f"- gold relation paths: {_some(list(map(str, question.relation_paths)))}")
    if prediction.error is not None:
        lines.append(f"- error: {prediction.error}")
    return "\n".join(lines)


def _some(texts: Sequence[str]) -> str:
    more = f" … and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else ""
    return "; ".join(texts[:_SHOWN]) + more if texts else "none"
