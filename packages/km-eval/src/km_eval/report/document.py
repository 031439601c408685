"""The report as one JSON document."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from km_data.records import Prediction, Question
from km_eval.file_scores import FileScores
from km_eval.graphqa.leaderboard import Entry
from km_eval.report.intervals import Intervals
from km_eval.scores import Scores
from km_graph.files import sha256

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Mistake:
    """A question the headline system got wrong."""

    question: Question
    prediction: Prediction
    f1: float


@dataclass(frozen=True, slots=True)
class Report:
    """What a report tells.

    Attributes:
        title: Its heading.
        headline: The system that matters most.
        systems: System name to scores, in the order to show.
        intervals: System name to how sure its scores are.
        by_profile: System name to its scores by published rules, and what its answers cost.
        failures: System name to error message and how often it occurred.
        mistakes: Some wrong answers of the headline system.
        sources: What was read: role to file.
        leaderboard: Systems on the GraphQA sets, if there is such a file.
    """

    title: str
    headline: str
    systems: Mapping[str, Scores]
    intervals: Mapping[str, Intervals]
    by_profile: Mapping[str, FileScores]
    failures: Mapping[str, Mapping[str, int]]
    mistakes: tuple[Mistake, ...]
    sources: Mapping[str, Path]
    leaderboard: tuple[Entry, ...] = field(default=())

    @property
    def n_questions(self) -> int:
        """How many questions every system was scored on."""
        return self.systems[self.headline].counts.n_expected

    def to_json(self) -> dict[str, Any]:
        """The report as JSON values; sources are named by file name and SHA-256."""
        return {
            "schema_version": SCHEMA_VERSION,
            "title": self.title,
            "headline": self.headline,
            "questions": self.n_questions,
            "systems": {name: self._system(name) for name in self.systems},
            "mistakes": [_mistake(mistake) for mistake in self.mistakes],
            "leaderboard": [entry.to_json() for entry in self.leaderboard],
            "sources": {
                role: {"file": path.name, "sha256": sha256(path)}
                for role, path in self.sources.items()
            },
        }

    def _system(self, name: str) -> dict[str, Any]:
        by_profile = self.by_profile[name]
        return self.systems[name].to_json() | {
            "intervals": self.intervals[name].to_json(),
            "profiles": {key: one.to_json() for key, one in by_profile.sections.items()},
            "usage": by_profile.overall.to_json(),
            "problems": dict(by_profile.problems),
            "failures": dict(self.failures[name]),
        }


def _mistake(mistake: Mistake) -> dict[str, Any]:
    return {
        "question": mistake.question.to_json(),
        "prediction": mistake.prediction.to_json(),
        "f1": mistake.f1,
    }
