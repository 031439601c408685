"""Completions of a local model: one call for many prompts, beside one call for each."""

from measuring import Row, cpu, row

from km_data.prompts import planning_prompt
from km_data.world.questions import WORLD
from km_reason.models.local import LocalModel


def rows() -> list[Row]:
    """One row for each thing measured."""
    model = LocalModel("tiny")
    questions = list(WORLD.read(None))[:: 5400 // 200]
    prompts = [planning_prompt(question) for question in questions]
    search = {"max_tokens": 16, "beams": 4}
    ours = cpu(lambda: model.complete(prompts, **search)) / len(prompts)
    few = prompts[::10]
    peer = cpu(lambda: [model.complete([prompt], **search) for prompt in few]) / len(few)
    return [
        row("km-reason", "plan by 4 beams", "ms/question", ours * 1e3, "one by one", peer * 1e3)
    ]
