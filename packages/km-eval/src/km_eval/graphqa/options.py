"""The options of ``eval.graphqa``."""

from pydantic import Field

from km_data.graph_tasks.source import ALL
from km_graph.step import Input, Options


class GraphQAOptions(Options):
    """Make the GraphQA sets, ask a system or take its answers, and score them.

    Writes questions/*.jsonl and manifest.json; with answers also predictions/*.jsonl, scores.json,
    scores.md and leaderboard.jsonl.
    """

    tasks: tuple[str, ...] = (ALL,)
    """Graph tasks, such as edge_count, shortest_path; or all, or none."""
    encoders: tuple[str, ...] = ("adjacency", "incident", "friendship")
    """How their graphs are put into words; or all."""
    generators: tuple[str, ...] = (ALL,)
    """Which graphs: er, ba, sbm, sfn, complete, star, path; or all."""
    styles: tuple[str, ...] = ("zero_shot",)
    """How they are asked: zero_shot, zero_cot, few_shot; or all."""
    graphs: int = Field(default=5, ge=1)
    """How many graphs of each kind."""
    task_seed: int = Field(default=1234, ge=0)
    """For the graphs. Of the same options, numbers compare only with the same seed."""
    world_hops: bool = True
    """Ask the multi-hop questions about the world."""
    facts: bool = True
    """State the facts in the text of those questions; off for systems that read the triples."""
    explagraphs: Input | None = None
    """A file of ExplaGraphs, to be asked too."""
    sets: dict[str, Input] = Field(default_factory=dict)
    """More question files, JSON lines, by name: MetaQA, say, as km data questions reads it."""
    predictions: Input | None = None
    """Answers: a folder with a file for each set, such as world-hops.jsonl, or one file."""
    ask: str | None = None
    """The step that answers, such as eval.baseline: questions in, predictions.jsonl out."""
    asking: dict[str, bool | int | float | str] = Field(default_factory=dict)
    """The options of that step, such as model=…"""
    system: str = "system"
    """What the leaderboard calls the system."""
    date: str = ""
    """The date to state in the leaderboard, such as 2026-11-30."""
