"""A predictions file of anyone to scores, one row at a time, by any number of rules."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from km_data.records import Prediction, Question
from km_eval.asked import Asked
from km_eval.breakdowns import answer_bucket, hops_of, relations_of
from km_eval.cases import Case
from km_eval.contracts import Metric, NotScoredError, Profile
from km_eval.file_scores import FileScores, Section
from km_eval.predictions.problems import Problems
from km_eval.predictions.reading import PredictionsFile
from km_eval.scores import Counts, Status
from km_eval.scoring import NO_PREDICTION, status_of, values_of
from km_eval.statistics.calibration import Calibration
from km_eval.tallies import Breakdown, Tally
from km_graph.errors import DataError
from km_graph.graph import KnowledgeGraph
from km_graph.progress import SILENT, Progress, track

_BREAKDOWNS: dict[str, Callable[[Question], Sequence[str]]] = {
    "per_hop": lambda question: (hops_of(question),),
    "per_relation": relations_of,
    "per_answers": lambda question: (answer_bucket(question),),
}
_LISTED = 20


def score_file(
    predictions: PredictionsFile,
    questions: Iterable[Question] | None = None,
    graph: KnowledgeGraph | None = None,
    *,
    profiles: Sequence[Profile] = (),
    metrics: Sequence[Metric] = (),
    progress: Progress = SILENT,
    on_case: Callable[[Case, Mapping[str, Any]], None] | None = None,
) -> FileScores:
    """The scores of a predictions file; no more than its ids and the questions are held.

    Args:
        predictions: The file.
        questions: What was asked; if None, the questions and gold answers of the file, every
            row a question.
        graph: The graph evidence is checked against, if it is to be checked.
        profiles: Published scoring rules, each of which gives a section.
        metrics: Metrics, reported over all questions and broken down.
        progress: Where to say how far the work has come.
        on_case: Called with every case and its numbers: profile name to numbers, and metrics.

    Raises:
        DataError: If the file is missing or torn, two questions have one id, or nobody brings
            gold answers.
    """
    run = _Run(graph, profiles, metrics, on_case)
    asked = None if questions is None else Asked.of(questions)
    for case in track(
        predictions, progress, "scoring", None if asked is None else len(asked.by_id)
    ):
        run.take(case, asked)
    if asked is None and predictions.n_with_gold == 0:
        raise _no_gold(predictions)
    for question in asked.left() if asked else ():
        run.add(Case(question, Prediction(question.id, error=NO_PREDICTION), ""), "missing")
    return run.scores(predictions)


def _no_gold(predictions: PredictionsFile) -> DataError:
    if not predictions.formats:
        why = "expected predictions, found no row of a known format"
        return DataError(predictions.path, why, hint="each line is to be one JSON object in UTF-8")
    why = "expected gold answers in the rows, found none"
    return DataError(predictions.path, why, hint="give the questions with --questions")


class _Run:
    """One pass over a file: tallies, counts and problems."""

    def __init__(
        self,
        graph: KnowledgeGraph | None,
        profiles: Sequence[Profile],
        metrics: Sequence[Metric],
        on_case: Callable[[Case, Mapping[str, Any]], None] | None,
    ) -> None:
        self.graph, self.profiles, self.metrics, self.on_case = graph, profiles, metrics, on_case
        self.problems = Problems()
        self.tallies = {profile.name: Tally() for profile in profiles}
        self.refused = dict.fromkeys(self.tallies, 0)
        self.overall, self.calibration = Tally(), Calibration()
        self.breakdowns = {name: Breakdown() for name in _BREAKDOWNS}
        self.statuses = dict.fromkeys(("answered", "empty", "failed", "missing"), 0)
        self.seen: set[int] = set()
        self.duplicates: list[str] = []
        self.unknown: list[str] = []
        self.n_planned = self.n_duplicates = self.n_unknown = 0

    def take(self, case: Case, asked: Asked | None) -> None:
        """One row: score it unless it is a second one or for no question."""
        question = case.question if asked is None else asked.find(case)
        if question is None:
            self._unknown(case)
        elif self._is_second(question.id, asked):
            self.n_duplicates += 1
            self.duplicates += [question.id] if len(self.duplicates) < _LISTED else []
        elif asked is not None:
            case = case._replace(question=question, has_gold=True)
            self.add(case, status_of(case.prediction))
        else:
            self.add(*self._with_known_gold(case))

    def _with_known_gold(self, case: Case) -> tuple[Case, Status]:
        if case.has_gold or case.prediction.error is not None:
            return case, status_of(case.prediction)
        self.problems.add("no gold answers known", case.question.id)
        failed = Prediction(case.prediction.id, error="no gold answers known")
        return case._replace(prediction=failed), "failed"

    def _unknown(self, case: Case) -> None:
        if case.prediction.error is None or case.question.text:
            self.n_unknown += 1
            self.unknown += [case.question.id] if len(self.unknown) < _LISTED else []

    def _is_second(self, question_id: str, asked: Asked | None) -> bool:
        if asked is not None:
            before = len(asked.seen)
            asked.seen.add(question_id)
            return len(asked.seen) == before
        number = len(self.seen)
        self.seen.add(hash(question_id))  # 64 bits a question, not its id
        return len(self.seen) == number

    def add(self, case: Case, status: Status) -> None:
        """Score one case by every rule."""
        self.statuses[status] += 1
        self.n_planned += bool(case.prediction.relation_paths)
        numbers: dict[str, Any] = {}
        for profile in self.profiles:
            if profile.counts_missing or status in ("answered", "empty"):
                numbers[profile.name] = self._by_profile(profile, case)
        values = self._by_metrics(case) if self.metrics else {}
        if self.on_case is not None:
            self.on_case(case, {"status": status, **numbers, "metrics": values})

    def _by_metrics(self, case: Case) -> Mapping[str, float]:
        values = values_of(self.metrics, case.question, case.prediction, self.graph)
        self.overall.add(values)
        for name, keys in _BREAKDOWNS.items():
            self.breakdowns[name].add(keys(case.question), values)
        if "confidence" in values and "hits_at_1" in values:
            self.calibration.add(values["confidence"], values["hits_at_1"])
        return values

    def _by_profile(self, profile: Profile, case: Case) -> Mapping[str, float] | None:
        try:
            values = profile.score(case)
        except NotScoredError as error:
            self.refused[profile.name] += 1
            self.problems.add(f"not scored by {profile.name}", f"{case.question.id}: {error}")
            return None
        self.tallies[profile.name].add(values)
        return values

    def scores(self, predictions: PredictionsFile) -> FileScores:
        """All of it."""
        return FileScores(
            counts=self._counts(),
            extract=predictions.extract,
            formats=dict(predictions.formats),
            problems={**predictions.problems.to_json(), **self.problems.to_json()},
            sections={profile.name: self._section(profile) for profile in self.profiles},
            overall=self.overall.group(),
            breakdowns={name: found.groups() for name, found in self.breakdowns.items()},
            calibration_error=self.calibration.error,
        )

    def _section(self, profile: Profile) -> Section:
        group = self.tallies[profile.name].group()
        refused = self.refused[profile.name]
        numbers = dict(profile.summary(group.means))
        about = (profile.name, profile.version, profile.source)
        return Section(*about, group.n, refused, numbers, profile.shown)

    def _counts(self) -> Counts:
        statuses = self.statuses
        return Counts(
            n_expected=sum(statuses.values()),
            n_scored=statuses["answered"] + statuses["empty"],
            n_failed=statuses["failed"] + statuses["missing"],
            n_missing=statuses["missing"],
            n_empty=statuses["empty"],
            n_planned=self.n_planned,
            duplicates=tuple(self.duplicates),
            unknown=tuple(self.unknown),
            n_duplicates=self.n_duplicates,
            n_unknown=self.n_unknown,
        )
