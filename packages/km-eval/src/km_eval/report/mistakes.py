"""A few wrong answers to look at, of every number of hops."""

from collections.abc import Iterable, Mapping
from itertools import chain, islice, zip_longest

from km_data.records import Prediction, Question
from km_eval.report.document import Mistake
from km_eval.scores import Row
from km_eval.scoring import NO_PREDICTION


def choose_mistakes(rows: Iterable[Row], *, limit: int) -> dict[str, float]:
    """Ids of questions with an F1 below 1 and their F1, taken from each number of hops in turn.

    The first ones in order of the questions, so that a report repeated shows the same.
    """
    by_hops: dict[str, list[Row]] = {}
    for row in rows:
        if row.values.get("f1", 1.0) < 1.0:
            by_hops.setdefault(row.hops, []).append(row)
    in_turn = chain.from_iterable(zip_longest(*(by_hops[hops] for hops in sorted(by_hops))))
    chosen = islice((row for row in in_turn if row is not None), limit)
    return {row.id: row.values["f1"] for row in chosen}


def collect_mistakes(
    chosen: Mapping[str, float], questions: Iterable[Question], predictions: Iterable[Prediction]
) -> tuple[Mistake, ...]:
    """The questions and predictions with these ids, in the order of the ids."""
    asked = {question.id: question for question in questions if question.id in chosen}
    answered: dict[str, Prediction] = {}
    for prediction in predictions:
        if prediction.id in chosen:
            answered.setdefault(prediction.id, prediction)
    return tuple(
        Mistake(asked[i], answered.get(i, Prediction(i, error=NO_PREDICTION)), f1)
        for i, f1 in chosen.items()
    )
