"""Questions put on a graph: topics to ids, and a sentence for each that cannot be."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from km_data.records import Prediction, Question
from km_graph.errors import InvalidQueryError, KmError
from km_graph.graph import KnowledgeGraph


@dataclass(frozen=True, slots=True)
class Grounded:
    """Questions of a batch that can be asked of a graph, and the failures of the others.

    Attributes:
        questions: Position in the batch → question.
        topics: Position in the batch → distinct topic entity ids, in order of the question.
        failures: Position in the batch → prediction with its error.
    """

    questions: dict[int, Question]
    topics: dict[int, tuple[int, ...]]
    failures: dict[int, Prediction]


def ground(graph: KnowledgeGraph, questions: Sequence[Question]) -> Grounded:
    """Every question either with its topic ids or with why it has none."""
    grounded = Grounded({}, {}, {})
    for i, question in enumerate(questions):
        try:
            grounded.topics[i] = topic_ids(graph, question)
            grounded.questions[i] = question
        except KmError as error:
            grounded.failures[i] = Prediction(question.id, error=str(error))
    return grounded


def topic_ids(graph: KnowledgeGraph, question: Question) -> tuple[int, ...]:
    """The distinct topic entities of a question as ids.

    Raises:
        InvalidQueryError: If the question is empty or has no topic.
        UnknownLabelError: If a topic is not in the graph.
    """
    if not question.text.strip():
        raise InvalidQueryError("the question is empty", hint="ask something in words")
    if not question.topics:
        raise InvalidQueryError(
            f"no entity of the graph is recognised in {question.text!r}", hint="name its topic"
        )
    return tuple(dict.fromkeys(graph.entities.id(topic) for topic in question.topics))


def timed(predictions: Sequence[Prediction], seconds: float) -> list[Prediction]:
    """The predictions of one batch, each with its equal share of the time it took."""
    share = seconds / max(1, len(predictions))
    return [replace(item, seconds=share) for item in predictions]
