"""From a knowledge graph and questions to training examples.

The names below are imported when first used, so that ``km --help`` stays light.
"""

from typing import TYPE_CHECKING

from km_graph.lazy_names import lazy_names

if TYPE_CHECKING:
    from km_data.contracts import ExampleBuilder, QuestionSource, Textualizer
    from km_data.formats.writing import write_examples
    from km_data.records import (
        Example,
        Prediction,
        PreferenceExample,
        Question,
        RewardExample,
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
    "PreferenceExample",
    "Question",
    "QuestionSource",
    "RewardExample",
    "Textualizer",
    "read_examples",
    "read_predictions",
    "read_questions",
    "split_questions",
    "write_examples",
    "write_records",
]

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        "Example": "records",
        "ExampleBuilder": "contracts",
        "Prediction": "records",
        "PreferenceExample": "records",
        "Question": "records",
        "QuestionSource": "contracts",
        "RewardExample": "records",
        "Textualizer": "contracts",
        "read_examples": "records",
        "read_predictions": "records",
        "read_questions": "records",
        "split_questions": "splitting",
        "write_examples": "formats.writing",
        "write_records": "records",
    },
)
