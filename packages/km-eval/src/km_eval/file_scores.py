"""What scoring a predictions file gives: counts, problems, and a section for each profile."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from km_eval.scores import Counts, Group


@dataclass(frozen=True, slots=True)
class Section:
    """The numbers of one profile.

    Attributes:
        profile: Its name.
        version: Its version.
        source: The published script that it follows.
        n: How many cases are in its denominator.
        n_refused: How many its script would stop at; they are not in ``n``.
        numbers: Name to fraction.
        shown: The names worth a place in a table.
    """

    profile: str
    version: int
    source: str
    n: int
    n_refused: int
    numbers: Mapping[str, float]
    shown: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The numbers beside what they are over."""
        over = {"n": self.n, "n_refused": self.n_refused, "version": self.version}
        return {**self.numbers, **over, "source": self.source}


@dataclass(frozen=True, slots=True)
class FileScores:
    """The scores of one predictions file.

    Attributes:
        counts: How many questions were scored, failed, left empty.
        extract: How answers were taken out of what was written.
        formats: How many rows had which format.
        problems: Kind of problem to count and first places.
        sections: Profile name to its numbers.
        overall: The metrics, over all questions.
        breakdowns: ``per_hop``, ``per_relation`` and ``per_answers``: key to metrics.
        calibration_error: Expected calibration error of the first answer, if scores are given.
    """

    counts: Counts
    extract: str
    formats: Mapping[str, int]
    problems: Mapping[str, Any]
    sections: Mapping[str, Section]
    overall: Group
    breakdowns: Mapping[str, Mapping[str, Group]]
    calibration_error: float | None = None

    def to_json(self) -> dict[str, Any]:
        """Everything as JSON values; a section per profile at the top."""
        error = self.calibration_error
        return {
            **{name: section.to_json() for name, section in self.sections.items()},
            "counts": asdict(self.counts),
            "extract": self.extract,
            "formats": dict(self.formats),
            "problems": dict(self.problems),
            "overall": self.overall.to_json(),
            **{
                name: {key: group.to_json() for key, group in groups.items()}
                for name, groups in self.breakdowns.items()
            },
            **({} if error is None else {"calibration_error": error}),
        }
