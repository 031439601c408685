"""The step ``data.graph-tasks``: graph tasks as questions, and as examples to train on."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from pydantic import Field

from km_data.graph_tasks.prompts import completion
from km_data.graph_tasks.source import ALL, GraphTaskQuestions
from km_data.records import Example, Question, write_records
from km_graph.progress import track
from km_graph.step import Options, Step, StepContext


class GraphTasksOptions(Options):
    """Make graph tasks in words: questions.jsonl, and examples.jsonl to train on."""

    tasks: tuple[str, ...] = (ALL,)
    """What to ask, such as edge_count, shortest_path; or all."""
    encoders: tuple[str, ...] = ("adjacency",)
    """How to put graphs into words, such as incident, friendship; or all."""
    generators: tuple[str, ...] = (ALL,)
    """Which graphs: er, ba, sbm, sfn, complete, star, path; or all."""
    styles: tuple[str, ...] = ("zero_shot",)
    """How to ask: zero_shot, zero_cot, few_shot; or all."""
    graphs: int = Field(default=10, ge=1)
    """How many graphs of each kind."""


def run(options: GraphTasksOptions, context: StepContext) -> Mapping[str, Any]:
    """Write both files and count the questions of each task."""
    source = source_of(options, context.seed)
    made = list(track(source.read(), context.progress, "making graph tasks"))
    write_records(context.out / "questions.jsonl", made)
    write_records(context.out / "examples.jsonl", map(example, made))
    per_task = Counter(str(question.template).partition("/")[0] for question in made)
    return {"questions": len(made), "per_task": dict(per_task)}


def source_of(options: GraphTasksOptions, seed: int) -> GraphTaskQuestions:
    """The question source with these options."""
    return GraphTaskQuestions(
        tasks=",".join(options.tasks),
        encoders=",".join(options.encoders),
        generators=",".join(options.generators),
        styles=",".join(options.styles),
        graphs=options.graphs,
        seed=seed,
    )


def example(question: Question) -> Example:
    """What to train on: the question as it is asked, and its answer."""
    return Example(f"{question.id}/graph-tasks", question.text, completion(question.answers))


GRAPH_TASKS = Step(GraphTasksOptions, run)
