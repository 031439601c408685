"""Graph-task questions as models are asked them, in the words of the published code."""

from km_data.graph_tasks.draws import Draws
from km_data.graph_tasks.encoders import encode
from km_data.graph_tasks.generators import GENERATORS, generate
from km_data.graph_tasks.names import node_names
from km_data.graph_tasks.tasks import TASKS, Asked
from km_data.graph_tasks.templates import TaskTemplate
from km_data.records import Question
from km_graph.graph import Triple

RELATION = "connected to"
"""What the edges of a graph are called in the triples of its question."""

_STEP_BY_STEP = "Let's think step by step. "
_SHOTS = 2


def question(template: TaskTemplate, number: int, seed: int) -> Question:
    """Question ``number`` of a template; every encoder and style is asked of the same graphs."""
    draws = Draws(f"{seed} {template.generator} {template.task} {number}")
    names = node_names(template.encoder, Draws(f"{seed} names {template.generator} {number}"))
    graph = generate(template.generator, Draws(f"{seed} {template.generator} {number}"))
    asked = TASKS[template.task].ask(graph, names, draws)
    said = encode(template.encoder, graph, names)
    return Question(
        id=f"{template}/{seed}-{number}",
        text=_shots(template, number, seed) + _prompt(said, asked) + _ending(template.style),
        topics=tuple(names[node] for node in asked.nodes),
        answers=asked.answers,
        template=str(template),
        triples=tuple(Triple(names[low], RELATION, names[high]) for low, high in graph.edges),
    )


def completion(answers: tuple[str, ...]) -> str:
    """What a model should write.

    Example:
        >>> completion(("1", "2"))
        '1, 2.'
    """
    return ", ".join(answers) + "."


def _prompt(said: str, asked: Asked) -> str:
    return f"{said}{asked.facts}Q: {asked.text}\nA: "


def _ending(style: str) -> str:
    return _STEP_BY_STEP if style == "zero_cot" else ""


def _shots(template: TaskTemplate, number: int, seed: int) -> str:
    """Two solved examples on graphs of other seeds, of any generator."""
    if template.style != "few_shot":
        return ""
    shots = ""
    for shot in range(_SHOTS):
        draws = Draws(f"shot {shot} of {seed} {template.generator} {template.task} {number}")
        names = node_names(template.encoder, draws)
        graph = generate(draws.choice(tuple(GENERATORS)), draws)
        asked = TASKS[template.task].ask(graph, names, draws)
        said = encode(template.encoder, graph, names)
        shots += f"Example: {_prompt(said, asked)}{completion(asked.answers)}\n"
    return f"{shots}Example: "
