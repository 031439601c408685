"""The report as one JSON document."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from km_data.records import Prediction, Question
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
        failures: System name to error message and how often it occurred.
        mistakes: Some wrong answers of the headline system.
        sources: What was read: role to file.
    """

    title: str
    headline: str
    systems: Mapping[str, Scores]
    failures: Mapping[str, Mapping[str, int]]
    mistakes: tuple[Mistake, ...]
    sources: Mapping[str, Path]

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
            "sources": {
                role: {"file": path.name, "sha256": sha256(path)}
                for role, path in self.sources.items()
            },
        }

    def _system(self, name: str) -> dict[str, Any]:
        return self.systems[name].to_json() | {"failures": dict(self.failures[name])}


def _mistake(mistake: Mistake) -> dict[str, Any]:
    return {
        "question": mistake.question.to_json(),
        "prediction": mistake.prediction.to_json(),
        "f1": mistake.f1,
    }
