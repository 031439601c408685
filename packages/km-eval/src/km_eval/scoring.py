"""Questions and predictions to scores, every question in the denominator."""

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence

from km_data.records import Prediction, Question
from km_eval.breakdowns import hops_of, in_order
from km_eval.contracts import METRICS, Metric
from km_eval.scores import Counts, Group, Row, Scores, Status
from km_graph.errors import DataError, PluginError
from km_graph.graph import KnowledgeGraph
from km_graph.progress import SILENT, Progress, track

logger = logging.getLogger(__name__)

DEFAULT_METRICS = ("strict", "faithfulness", "planner")
NO_PREDICTION = "no prediction"


def load_metrics(names: Iterable[str] = DEFAULT_METRICS) -> list[Metric]:
    """Metrics by their plugin names; raises PluginError as ``PluginGroup.load`` does."""
    return [METRICS.load(name) for name in names]


def score(
    questions: Iterable[Question],
    predictions: Iterable[Prediction],
    graph: KnowledgeGraph | None = None,
    *,
    metrics: Sequence[Metric] | None = None,
    slices: Mapping[str, Collection[str]] | None = None,
    progress: Progress = SILENT,
) -> Scores:
    """The scores of these predictions on these questions.

    Predictions are taken one at a time, in any order, so a file larger than memory can be
    scored; the questions are held. A question without a prediction scores zero and counts as
    failed. Of several predictions for one question the first counts; a prediction for no
    question is left out. Both are counted and listed.

    Args:
        questions: What was asked, ids unique.
        predictions: What was answered.
        graph: The graph evidence is checked against, if it is to be checked.
        metrics: Those of ``load_metrics()`` if None.
        slices: Named sets of question ids to report on their own.
        progress: Where to say how far the work has come.

    Raises:
        DataError: If two questions have one id, or a slice names a question that is not there.

    Example:
        >>> scores = score([Question("1", "…?", answers=("x",))], [Prediction("1", ("X",))])
        >>> scores.overall.means["hits_at_1"]
        1.0
    """
    asked = _by_id(questions)
    used = load_metrics() if metrics is None else metrics
    rows, counted = _rows(asked, predictions, graph, used, progress)
    named = {name: _members(name, ids, rows) for name, ids in (slices or {}).items()}
    return Scores(
        counts=counted,
        overall=Group.of(rows.values()),
        per_hop={hops: Group.of(group) for hops, group in in_order(rows.values()).items()},
        slices={name: Group.of(group) for name, group in named.items()},
        rows=tuple(rows.values()),
    )


def _by_id(questions: Iterable[Question]) -> dict[str, Question]:
    asked: dict[str, Question] = {}
    for question in questions:
        if question.id in asked:
            raise DataError("questions", f"two questions have the id {question.id!r}")
        asked[question.id] = question
    return asked


def _rows(
    asked: Mapping[str, Question],
    predictions: Iterable[Prediction],
    graph: KnowledgeGraph | None,
    metrics: Sequence[Metric],
    progress: Progress,
) -> tuple[dict[str, Row], Counts]:
    if graph is not None:
        graph.entities.ids(())  # builds the look-up table once; else each look-up is a search
    found: dict[str, Row] = {}
    duplicates: list[str] = []
    unknown: list[str] = []
    n_planned = 0
    for prediction in track(predictions, progress, "scoring", len(asked)):
        question = asked.get(prediction.id)
        if question is None:
            unknown.append(prediction.id)
        elif prediction.id in found:
            duplicates.append(prediction.id)
        else:
            n_planned += bool(prediction.relation_paths)
            found[prediction.id] = _row(question, prediction, graph, metrics)
    for question_id, question in asked.items():
        if question_id not in found:
            absent = Prediction(question_id, error=NO_PREDICTION)
            found[question_id] = _row(question, absent, graph, metrics, status="missing")
    rows = {question_id: found[question_id] for question_id in asked}
    return rows, _counts(rows.values(), n_planned, duplicates, unknown)


def _row(
    question: Question,
    prediction: Prediction,
    graph: KnowledgeGraph | None,
    metrics: Sequence[Metric],
    *,
    status: Status | None = None,
) -> Row:
    values = values_of(metrics, question, prediction, graph)
    return Row(question.id, hops_of(question), status or status_of(prediction), values)


def values_of(
    metrics: Sequence[Metric],
    question: Question,
    prediction: Prediction,
    graph: KnowledgeGraph | None,
) -> Mapping[str, float]:
    """The numbers of all metrics; raises PluginError if two metrics give one name."""
    if len(metrics) == 1:
        return metrics[0].score(question, prediction, graph)
    values: dict[str, float] = {}
    for metric in metrics:
        before = len(values)
        more = metric.score(question, prediction, graph)
        values.update(more)
        if len(values) != before + len(more):
            twice = ", ".join(sorted(_shared(metrics, question, prediction, graph)))
            raise PluginError(f"two metrics give {twice}", hint="leave one of them out")
    return values


def _shared(
    metrics: Sequence[Metric],
    question: Question,
    prediction: Prediction,
    graph: KnowledgeGraph | None,
) -> set[str]:
    names = [name for metric in metrics for name in metric.score(question, prediction, graph)]
    return {name for name in names if names.count(name) > 1}


def status_of(prediction: Prediction) -> Status:
    """What became of a question with this prediction."""
    if prediction.error is not None:
        return "failed"
    return "answered" if any(map(str.strip, prediction.answers)) else "empty"


def _counts(
    rows: Collection[Row], n_planned: int, duplicates: Sequence[str], unknown: Sequence[str]
) -> Counts:
    by_status = dict.fromkeys(("answered", "empty", "failed", "missing"), 0)
    for row in rows:
        by_status[row.status] += 1
    for kind, ids in (("a second prediction for", duplicates), ("no question", unknown)):
        if ids:
            logger.warning("left out %d predictions: %s %s …", len(ids), kind, ids[0])
    return Counts(
        n_expected=len(rows),
        n_scored=by_status["answered"] + by_status["empty"],
        n_failed=by_status["failed"] + by_status["missing"],
        n_missing=by_status["missing"],
        n_empty=by_status["empty"],
        n_planned=n_planned,
        duplicates=tuple(duplicates),
        unknown=tuple(unknown),
        n_duplicates=len(duplicates),
        n_unknown=len(unknown),
    )


def _members(name: str, ids: Collection[str], rows: Mapping[str, Row]) -> list[Row]:
    for question_id in ids:
        if question_id not in rows:
            raise DataError(
                f"slice {name!r}",
                f"question {question_id!r} is not among the questions",
                hint="a slice is a part of the questions that are scored",
            )
    chosen = set(ids)
    return [row for row in rows.values() if row.id in chosen]
