"""Examples that say why: paths and a question in, an explanation and the answers out."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from km_data.builders.followed import Followed, followed
from km_data.contracts import BuildContext, WritingModel, header_of
from km_data.escaping import escaped
from km_data.prompts import (
    explanation_completion,
    explanation_prompt,
    explanation_request,
)
from km_data.records import Example, Question
from km_data.textualizers.sentences import SENTENCES
from km_graph.graph import KnowledgeGraph
from km_graph.paths import Path

_EXPLAINED = 5  # answers; an explanation of more is a list
_MAX_TOKENS = 256


class _Shown(NamedTuple):
    """A question with as many paths as fit, and the answers they reach."""

    question: Question
    prompt: str
    lines: list[str]
    answers: list[str]
    explanation: str


class Explanation:
    """The example builder ``explanation``: the paths said in sentences, then the answers.

    With a model in the context, the model words the explanation; where its words do not name the
    answers, the sentences stay.
    """

    def build(
        self, graph: KnowledgeGraph, questions: Sequence[Question], context: BuildContext
    ) -> Iterable[Example]:
        """The rows; see ``ExampleBuilder``."""
        for some in followed(graph, questions, context):
            shown = [row for found in some for row in _shown(found, context)]
            if context.model is not None:
                shown = list(_worded(shown, context.model, header_of(context.textualizer)))
            for row in shown:
                completion = explanation_completion(row.explanation, row.answers)
                if context.model is None or context.fits(row.prompt + completion):
                    yield Example(f"{row.question.id}/explanation", row.prompt, completion)


def _shown(found: Followed, context: BuildContext) -> Iterator[_Shown]:
    question, paths = found.question, found.paths
    lines = [context.textualizer.text(path) for path in paths]
    header = header_of(context.textualizer)
    if not found.to_answers():
        return

    def written(n: int) -> _Shown:
        ends = {path.entities[-1]: path for path in reversed(paths[:n])}
        answers = [answer for answer in question.answers if answer in ends]
        explanation = _said([ends[answer] for answer in answers[:_EXPLAINED]])
        prompt = explanation_prompt(question, lines[:n], header=header)
        return _Shown(question, prompt, lines[:n], answers, explanation)

    def text(n: int) -> str:
        row = written(n)
        return row.prompt + explanation_completion(row.explanation, row.answers)

    n = context.fit(len(lines), text)
    if n and (row := written(n)).answers:
        yield row


def _said(paths: Iterable[Path]) -> str:
    """Each path in sentences, no sentence twice."""
    return " ".join(dict.fromkeys(text for path in paths for text in SENTENCES.hop_texts(path)))


def _worded(rows: Sequence[_Shown], model: WritingModel, header: str) -> Iterator[_Shown]:
    requests = [
        explanation_request(row.question, row.lines, row.answers, header=header) for row in rows
    ]
    replies = model.complete(requests, max_tokens=_MAX_TOKENS) if requests else []
    for row, completions in zip(rows, replies, strict=True):
        reply = escaped(" ".join(completions[0].text.split())) if completions else ""
        named = all(escaped(answer).casefold() in reply.casefold() for answer in row.answers)
        yield row._replace(explanation=reply) if reply and named else row


EXPLANATION = Explanation()
