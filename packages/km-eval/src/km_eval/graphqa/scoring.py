"""The scores of a set: the whole of it, and each task, encoder, kind or number of hops."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from km_data.graph_tasks.templates import TaskTemplate
from km_data.records import Prediction, Question
from km_data.world.multi_hop import NAME as MULTI_HOP_NAME
from km_eval.graphqa.leaderboard import Entry
from km_eval.graphqa.metric import GRAPHQA
from km_eval.graphqa.question_sets import QuestionSet
from km_eval.metrics.strict import STRICT
from km_eval.scores import Counts, Row
from km_eval.scoring import score
from km_eval.statistics.bootstrap import Interval, interval

_SAMPLES = 2_000


@dataclass(frozen=True, slots=True)
class Part:
    """Some questions of a set.

    Attributes:
        score: How many are right, with its interval.
        guess: How many would be right if each were given the commonest gold answer of them.
    """

    score: Interval
    guess: float

    @classmethod
    def of(cls, members: Sequence[tuple[Question, Row]], measure: str) -> "Part":
        """What is said of these questions."""
        gold = Counter(question.answers for question, _ in members)
        rights = [row.values[measure] for _, row in members]
        return cls(interval(rights, samples=_SAMPLES), max(gold.values()) / len(members))

    def to_json(self) -> dict[str, Any]:
        """The part as JSON values."""
        return {**self.score.to_json(), "guess": self.guess}


@dataclass(frozen=True, slots=True)
class SetScores:
    """How a system did on a set.

    Attributes:
        name: Of the set.
        measure: The number that is the score.
        counts: How many questions were scored, failed, left empty.
        overall: All questions.
        groups: What questions are told apart by (``task``, ``hops`` …), then its values.
    """

    name: str
    measure: str
    counts: Counts
    overall: Part
    groups: Mapping[str, Mapping[str, Part]]

    def to_json(self) -> dict[str, Any]:
        """The scores as JSON values."""
        counts = self.counts
        return {
            "measure": self.measure,
            "expected": counts.n_expected,
            "scored": counts.n_scored,
            "failed": counts.n_failed,
            "empty": counts.n_empty,
            **self.overall.to_json(),
            "groups": {
                by: {value: found.to_json() for value, found in groups.items()}
                for by, groups in self.groups.items()
            },
        }


def score_set(one: QuestionSet, predictions: Iterable[Prediction]) -> SetScores:
    """The scores of these answers; a question without one is wrong."""
    scores = score(one.questions, predictions, metrics=[GRAPHQA, STRICT])
    everything = list(zip(one.questions, scores.rows, strict=True))
    members: dict[str, dict[str, list[tuple[Question, Row]]]] = {}
    for question, row in everything:
        for by, value in _told_apart_by(question):
            members.setdefault(by, {}).setdefault(value, []).append((question, row))
    return SetScores(
        name=one.name,
        measure=one.measure,
        counts=scores.counts,
        overall=Part.of(everything, one.measure),
        groups={
            by: {value: Part.of(some, one.measure) for value, some in sorted(values.items())}
            for by, values in members.items()
        },
    )


def entry_of(system: str, date: str, version: str, found: Sequence[SetScores]) -> Entry:
    """The line of the leaderboard: every set, and every group of it as ``set/value``."""
    intervals = {one.name: one.overall.score for one in found}
    for one in found:
        for groups in one.groups.values():
            intervals |= {f"{one.name}/{value}": part.score for value, part in groups.items()}
    return Entry(
        system=system,
        date=date,
        version=version,
        scores={name: round(part.mean, 6) for name, part in intervals.items()},
        intervals={
            name: (round(part.low, 6), round(part.high, 6)) for name, part in intervals.items()
        },
    )


def scores_markdown(system: str, version: str, found: Sequence[SetScores]) -> str:
    """Tables for people: the sets, then the groups of each."""
    lines = [f"# GraphQA {version}: {system}", "", _HEAD.format("set"), _RULE]
    lines += [_line(one.name, one.overall, one.counts.n_failed) for one in found]
    for one in found:
        for by, groups in one.groups.items():
            lines += ["", f"## {one.name} by {by}", "", _HEAD.format(by), _RULE]
            lines += [_line(value, part) for value, part in groups.items()]
    return "\n".join(lines) + "\n"


_HEAD = "| {} | questions | right, % | 95 % interval | by guessing, % | failed |"
_RULE = "| --- | ---: | ---: | ---: | ---: | ---: |"


def _line(name: str, part: Part, failed: int | None = None) -> str:
    found = part.score
    ends = f"{100 * found.low:.1f}–{100 * found.high:.1f}"
    cells = (name, found.n, f"{100 * found.mean:.1f}", ends, f"{100 * part.guess:.1f}")
    return f"| {' | '.join(map(str, cells))} | {'' if failed is None else failed} |"


def _told_apart_by(question: Question) -> Iterator[tuple[str, str]]:
    template = TaskTemplate.parse(question.template)
    if template is not None:
        yield from template._asdict().items()
    if (question.template or "").startswith(f"{MULTI_HOP_NAME}/"):
        yield "kind", str(question.template).split("/")[1]
    if question.hops is not None:
        yield "hops", f"{question.hops} hops" if question.hops > 1 else "1 hop"
