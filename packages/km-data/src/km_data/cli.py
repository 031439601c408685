"""The ``km data`` commands."""

from km_graph.cli.lazy import LazyGroup

data = LazyGroup(
    "data",
    {
        "questions": ("km_data.steps.questions:QUESTIONS", "Read questions in any known form."),
        "split": ("km_data.steps.split:SPLIT", "Split questions so that no part leaks."),
        "build": ("km_data.steps.build:BUILD", "Build training examples."),
        "show": ("km_data.showing:show", "Show the first records of a file."),
    },
    help="Questions, splits and training examples.",
)
