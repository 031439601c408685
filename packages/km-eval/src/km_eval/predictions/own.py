"""A row of our own predictions, with its mistakes listed."""

import math
from collections.abc import Mapping
from typing import Any

from km_data.records import Prediction
from km_eval.predictions.problems import Problems


def own_prediction(row: Mapping[str, Any], where: str, problems: Problems) -> Prediction:
    """The prediction; one with an error where the row is not a record.

    Scores that are no numbers are left out, and listed.
    """
    try:
        prediction = Prediction.from_json(row)
    except (TypeError, ValueError, AttributeError, LookupError) as error:
        named = row["id"] if isinstance(row["id"], str) else where
        problems.add("bad prediction", f"{where}, {named}: {error}")
        return Prediction(named, error=f"{where}: {error}")
    if not all(map(math.isfinite, prediction.scores)):
        problems.add("scores that are no numbers", f"{where}, {prediction.id}")
        return Prediction.from_json({key: row[key] for key in row if key != "scores"})
    return prediction
