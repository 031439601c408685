"""The records that pass between packages, and their files."""

from km_data.records.example import (
    AnyExample,
    Example,
    PreferenceExample,
    RewardExample,
    Turn,
)
from km_data.records.files import (
    read_examples,
    read_predictions,
    read_questions,
    write_records,
)
from km_data.records.prediction import Prediction
from km_data.records.question import Question

__all__ = [
    "AnyExample",
    "Example",
    "Prediction",
    "PreferenceExample",
    "Question",
    "RewardExample",
    "Turn",
    "read_examples",
    "read_predictions",
    "read_questions",
    "write_records",
]
