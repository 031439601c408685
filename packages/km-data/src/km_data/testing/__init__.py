"""Contract tests for plugins of km-data: subclass one, give its fixtures, and pytest does the rest.

Example::

    class TestMine(TextualizerContract):
        @pytest.fixture
        def textualizer(self) -> Textualizer:
            return MyTextualizer()
"""

from km_data.testing.example_builders import ExampleBuilderContract
from km_data.testing.example_formats import ExampleFormatContract
from km_data.testing.executors import ExecutorContract
from km_data.testing.question_sources import BadRecord, QuestionSourceContract
from km_data.testing.samples import EXAMPLES, GRAPH, MARKERS, QUESTIONS
from km_data.testing.textualizers import TextualizerContract

__all__ = [
    "EXAMPLES",
    "GRAPH",
    "MARKERS",
    "QUESTIONS",
    "BadRecord",
    "ExampleBuilderContract",
    "ExampleFormatContract",
    "ExecutorContract",
    "QuestionSourceContract",
    "TextualizerContract",
]
