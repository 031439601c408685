"""Examples for a reader: paths and a question in, answers out."""

from collections.abc import Iterable, Iterator, Sequence

from km_data.builders.followed import followed
from km_data.contracts import BuildContext, header_of
from km_data.prompts import reasoning_completion, reasoning_prompt
from km_data.records import Example, Question
from km_graph.graph import KnowledgeGraph
from km_graph.paths import Path


class Reasoning:
    """The example builder ``reasoning``: one row for a question whose paths reach an answer.

    The completion holds those answers that the paths shown end in, so that a model never learns
    to answer what it was not shown. At most ``MAX_PATHS`` paths of each relation path are shown,
    and no more than fit the token budget.
    """

    def build(
        self, graph: KnowledgeGraph, questions: Sequence[Question], context: BuildContext
    ) -> Iterable[Example]:
        """The rows; see ``ExampleBuilder``."""
        for some in followed(graph, questions, context):
            for found in some:
                yield from _row(found.question, found.paths, context)


def _row(question: Question, paths: list[Path], context: BuildContext) -> Iterator[Example]:
    lines = [context.textualizer.text(path) for path in paths]
    header = header_of(context.textualizer)
    ends = [path.entities[-1] for path in paths]
    if set(ends).isdisjoint(question.answers):
        return

    def written(n: int) -> tuple[str, str]:
        shown = set(ends[:n])
        answers = [answer for answer in question.answers if answer in shown]
        prompt = reasoning_prompt(question, lines[:n], header=header)
        return prompt, reasoning_completion(answers)

    n = context.fit(len(lines), lambda n: "".join(written(n)))
    if n is None:
        return
    prompt, completion = written(n)
    if completion:
        yield Example(f"{question.id}/reasoning", prompt, completion)


REASONING = Reasoning()
