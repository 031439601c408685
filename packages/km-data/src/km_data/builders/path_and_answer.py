"""Examples for a model that writes whole paths: question in, a path and its answer out."""

from collections.abc import Iterable, Sequence

from km_data.builders.followed import Followed, followed
from km_data.contracts import BuildContext
from km_data.prompts import path_and_answer_completion, path_and_answer_prompt
from km_data.records import Example, Question
from km_data.textualizers.arrows import ARROWS
from km_graph.graph import KnowledgeGraph

MAX_ROWS = 10
"""The most rows that one question gives."""


class PathAndAnswer:
    """The example builder ``path-and-answer``: one row for each path that ends in an answer.

    The form is that of GCR. Paths are always written as arrows, which ``parse_arrows`` reads back
    and graph-constrained decoding writes; at most ``MAX_ROWS`` of them for a question.
    """

    def build(
        self, graph: KnowledgeGraph, questions: Sequence[Question], context: BuildContext
    ) -> Iterable[Example]:
        """The rows; see ``ExampleBuilder``."""
        for some in followed(graph, questions, context):
            for found in some:
                yield from _rows(found, context)


def _rows(found: Followed, context: BuildContext) -> Iterable[Example]:
    prompt = path_and_answer_prompt(found.question)
    for number, (_, path) in enumerate(found.to_answers()[:MAX_ROWS]):
        row_id = f"{found.question.id}/path-and-answer" + (f"/{number + 1}" if number else "")
        completion = path_and_answer_completion(ARROWS.text(path), path.entities[-1])
        if context.fits(prompt + completion):
            yield Example(row_id, prompt, completion)


PATH_AND_ANSWER = PathAndAnswer()
