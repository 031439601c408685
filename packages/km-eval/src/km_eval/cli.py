"""``km eval``: score, compare, report and ask baselines."""

from km_graph.cli.lazy import LazyGroup

evaluate = LazyGroup(
    "eval",
    {
        "score": ("km_eval.commands.score:score", "Score one predictions file."),
        "compare": ("km_eval.commands.compare:compare", "What changed between two systems."),
        "report": ("km_eval.steps:REPORT", "Score several systems: report.json, .md and .html."),
        "baseline": ("km_eval.steps:BASELINE", "Ask a model behind a server the same questions."),
        "graphqa": ("km_eval.steps:GRAPHQA", "Make, ask and score the GraphQA sets."),
        "leaderboard": (
            "km_eval.graphqa.command:leaderboard",
            "One table of the scores of several systems.",
        ),
    },
    help="Score answers, compare systems, ask baselines.",
)
