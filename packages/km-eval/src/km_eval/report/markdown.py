"""The report as Markdown for people."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from km_eval.report.document import Mistake, Report
from km_eval.scores import Group, Scores

_HEADLINE = {
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
    parts += ["## Failures", _failures(report), f"## Mistakes of {report.headline}"]
    parts += [_mistake(mistake) for mistake in report.mistakes] or ["None."]
    parts += ["## How to read this", _LEGEND]
    return "\n\n".join(parts) + "\n"


_LEGEND = """\
- Hits@1: the first answer is a gold answer. Hit: any answer is.
- Precision, recall, F1, exact: the set of answers against the set of gold answers.
- Planner: the first relation path is a gold one, where a gold one is known.
- Faithful, of those answered: every evidence edge is in the graph and every answer ends a path.
- Answers are equal if they are but for case, ASCII punctuation, articles and white space.
- Failed and missing predictions score zero; a dash says that a figure does not apply."""


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
            *(percent(scores.overall, metric, scores) for metric in _HEADLINE),
            str(scores.counts.n_failed),
            str(scores.counts.n_empty),
        ]
        for name, scores in report.systems.items()
    )
    return table(["System", *_HEADLINE.values(), "Failed", "Empty"], rows)


def _breakdown(what: str, systems: Iterable[tuple[str, Scores, Mapping[str, Group]]]) -> str:
    header = ["System", what, "n", *(_HEADLINE[name] for name in _BREAKDOWN), ""]
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
    lines = list(_failure_lines(report))
    return "\n".join(lines) or "None: every question has a prediction, and none has two."


def _failure_lines(report: Report) -> Iterator[str]:
    for name, scores in report.systems.items():
        counts = scores.counts
        for error, n in report.failures[name].items():
            yield f"- {name}: {n} × {_cell(error)}"
        if counts.duplicates:
            yield f"- {name}: {len(counts.duplicates)} × predicted again, the first counts"
        if counts.unknown:
            yield f"- {name}: {len(counts.unknown)} × predicted for no question, left out"


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
