"""The question source ``graphqa``: graph tasks, made anew from a seed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from km_data.graph_tasks.encoders import ENCODERS
from km_data.graph_tasks.generators import GENERATORS
from km_data.graph_tasks.prompts import question
from km_data.graph_tasks.tasks import TASKS
from km_data.graph_tasks.templates import STYLES, TaskTemplate
from km_data.records import Question
from km_graph.errors import ConfigError, nearest

ALL = "all"


@dataclass(frozen=True, slots=True)
class GraphTaskQuestions:
    """A question source that makes its questions; the same ones from the same options.

    Attributes:
        tasks: Names of tasks with commas between them, or ``all``.
        encoders: Names of graph encoders.
        generators: Names of graph generators.
        styles: Names of prompt styles.
        graphs: How many graphs of each generator.
        seed: For the graphs and for what is asked of them.

    Example:
        >>> first = next(GraphTaskQuestions(tasks="edge_count", generators="star").read())
        >>> first.id, first.answers
        ('edge_count/adjacency/star/zero_shot/0-0', ('8',))
    """

    tasks: str = ALL
    encoders: str = "adjacency"
    generators: str = ALL
    styles: str = "zero_shot"
    graphs: int = 10
    seed: int = 0

    needs_path = False

    def read(self, path: Path | None = None) -> Iterator[Question]:  # noqa: ARG002
        """The questions, by task, encoder, generator, style; ``path`` is not used.

        Raises:
            ConfigError: If a name is unknown or there are to be no graphs.
        """
        templates = list(self.templates())
        if self.graphs < 1:
            raise ConfigError("graphqa", [f"graphs: expected 1 or more, found {self.graphs}"])
        for template in templates:
            for number in range(self.graphs):
                yield question(template, number, self.seed)

    def templates(self) -> Iterator[TaskTemplate]:
        """Every combination of what is asked for."""
        chosen = (
            _chosen("tasks", self.tasks, TASKS),
            _chosen("encoders", self.encoders, ENCODERS),
            _chosen("generators", self.generators, GENERATORS),
            _chosen("styles", self.styles, STYLES),
        )
        for names in product(*chosen):
            yield TaskTemplate(*names)


def _chosen(option: str, names: str, known: Iterable[str]) -> list[str]:
    listed = list(dict.fromkeys(name.strip() for name in names.split(",")))
    if listed == [ALL]:
        return list(known)
    for name in listed:
        if name not in known:
            near = nearest(name, known) or tuple(known)
            raise ConfigError(
                "graphqa",
                [f"{option}: {name!r} is unknown"],
                hint=f"did you mean {', '.join(map(repr, near))}?",
            )
    return listed


GRAPHQA = GraphTaskQuestions()
