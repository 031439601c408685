"""The ``km data`` commands."""

from km_graph.cli.lazy import LazyGroup

data = LazyGroup(
    "data",
    {
        "questions": ("km_data.steps.questions:QUESTIONS", "Read questions in any known form."),
        "graph-tasks": ("km_data.graph_tasks.step:GRAPH_TASKS", "Make graph tasks in words."),
        "synth": ("km_data.steps.synth:SYNTH", "Make questions from a graph alone."),
        "split": ("km_data.steps.split:SPLIT", "Split questions so that no part leaks."),
        "audit": ("km_data.steps.audit:AUDIT", "Find leaks and other faults in questions."),
        "build": ("km_data.steps.build:BUILD", "Build training examples."),
        "show": ("km_data.showing:show", "Show the first records of a file."),
    },
    help="Questions, splits and training examples.",
)
