"""One question in words, answered."""

from collections.abc import Sequence
from typing import NamedTuple

from km_data.prompts import masked
from km_data.records import Prediction, Question
from km_graph.errors import InvalidQueryError, KmError
from km_graph.graph import KnowledgeGraph
from km_graph.opening import open_graph
from km_graph.progress import SILENT, Progress
from km_reason.assembly import make_linker, make_reasoner
from km_reason.grading import graded
from km_reason.linkers.linking import linked, near_names
from km_reason.options import ReasonOptions


class Asked(NamedTuple):
    """A question as it was understood, and its answer."""

    question: Question
    prediction: Prediction


def ask(
    text: str, options: ReasonOptions, *, topics: Sequence[str] = (), progress: Progress = SILENT
) -> Asked:
    """The answer to a question in words.

    Args:
        text: The question.
        options: How to answer it.
        topics: The entities it is about; found in the text where none are given.
        progress: Where to say how far the work has come.

    Raises:
        InvalidQueryError: If the question is empty or no topic is found in it.
        UnknownLabelError: If a topic is not in the graph.
        KmError: If answering failed.
    """
    graph = open_graph(options.graph, progress=progress)
    question = _understood(graph, text, options, topics)
    answered = make_reasoner(options).answer(graph, [question], progress=progress)[0]
    prediction = graded(answered, min_confidence=options.min_confidence)
    if prediction.error is not None:
        raise KmError(prediction.error)
    return Asked(question, prediction)


def _understood(
    graph: KnowledgeGraph, text: str, options: ReasonOptions, topics: Sequence[str]
) -> Question:
    if not text.strip():
        raise InvalidQueryError("the question is empty", hint="ask something in words")
    for topic in topics:
        graph.entities.id(topic)
    question = Question("1", text, topics=tuple(topics))
    if not topics and options.link:
        question = linked([question], make_linker(options.linker, graph))[0]
    if not question.topics:
        near = near_names(graph, text)
        names = f", perhaps {', '.join(map(repr, near))}" if near else ""
        raise InvalidQueryError(
            f"no entity of the graph is recognised in {text!r}",
            hint=f"name one with --topic{names}",
        )
    return question


def silence(asked: Asked) -> str:
    """What to say where there is no answer."""
    topics = " or ".join(asked.question.topics)
    if asked.prediction.relation_paths:
        return (
            f"The graph does not say surely enough: paths lead from {topics}, but to no answer to "
            f"{masked(asked.question)!r} that is sure enough or that the model takes from them."
        )
    return (
        f"The graph does not say: no path was found from {topics} for {masked(asked.question)!r}."
    )
