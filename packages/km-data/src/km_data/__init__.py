"""From a knowledge graph and questions to training examples.

The names below are imported when first used, so that ``km --help`` stays light.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from km_data.contracts import ExampleBuilder, QuestionSource, Textualizer
    from km_data.records import (
        Example,
        Prediction,
        Question,
        read_examples,
        read_predictions,
        read_questions,
        write_records,
    )
    from km_data.splitting import split_questions

__all__ = [
    "Example",
    "ExampleBuilder",
    "Prediction",
    "Question",
    "QuestionSource",
    "Textualizer",
    "read_examples",
    "read_predictions",
    "read_questions",
    "split_questions",
    "write_records",
]

_HOME = {
    "Example": "records",
    "ExampleBuilder": "contracts",
    "Prediction": "records",
    "Question": "records",
    "QuestionSource": "contracts",
    "Textualizer": "contracts",
    "read_examples": "records",
    "read_predictions": "records",
    "read_questions": "records",
    "split_questions": "splitting",
    "write_records": "records",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        message = f"module 'km_data' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"km_data.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
