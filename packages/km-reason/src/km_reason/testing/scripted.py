"""Language models that follow a rule, so that a test knows what they say."""

from collections.abc import Callable, Sequence

from km_graph.progress import SILENT, Progress
from km_reason.contracts import Completion


class ScriptedModel:
    """A model that writes what ``rule`` makes of a prompt; it keeps the prompts it was given."""

    def __init__(self, rule: Callable[[str], str]) -> None:
        self.rule = rule
        self.prompts: list[str] = []
        self.calls = 0

    def complete(
        self,
        prompts: Sequence[str],
        *,
        max_tokens: int,
        beams: int = 1,  # noqa: ARG002
        progress: Progress = SILENT,  # noqa: ARG002
    ) -> list[list[Completion]]:
        """One completion a prompt."""
        self.prompts += prompts
        self.calls += 1
        return [[Completion(self.rule(prompt)[: 20 * max_tokens], 0.0, 3)] for prompt in prompts]


def path_ends(prompt: str) -> list[str]:
    """Where the paths of a reader's prompt end."""
    shown = prompt.partition("Reasoning paths:\n")[2].partition("\n\nQuestion:")[0]
    return [line.replace(" <- ", " -> ").rsplit(" -> ", 1)[-1] for line in shown.split("\n")]


def reads_all(prompt: str) -> str:
    """What a reader writes that believes every path."""
    return "\n".join(dict.fromkeys(path_ends(prompt)))
