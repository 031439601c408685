"""The template of a graph-task question: which task, in which words, of which kind of graph."""

from typing import NamedTuple

from km_data.graph_tasks.encoders import ENCODERS
from km_data.graph_tasks.generators import GENERATORS
from km_data.graph_tasks.tasks import TASKS

STYLES = ("zero_shot", "zero_cot", "few_shot")
"""How a question is asked: plainly, to be thought about step by step, or after examples."""


class TaskTemplate(NamedTuple):
    """What one question shares with others.

    Attributes:
        task: One of ``TASKS``.
        encoder: One of ``ENCODERS``.
        generator: One of ``GENERATORS``.
        style: One of ``STYLES``.

    Example:
        >>> str(TaskTemplate("node_count", "adjacency", "er", "zero_shot"))
        'node_count/adjacency/er/zero_shot'
    """

    task: str
    encoder: str
    generator: str
    style: str

    def __str__(self) -> str:
        return "/".join(self)

    @classmethod
    def parse(cls, template: str | None) -> "TaskTemplate | None":
        """The template that ``str`` wrote, or None if it is that of some other question."""
        parts = (template or "").split("/")
        known = (TASKS, ENCODERS, GENERATORS, STYLES)
        if len(parts) != len(known):
            return None
        if any(part not in names for part, names in zip(parts, known, strict=True)):
            return None
        return cls(*parts)
