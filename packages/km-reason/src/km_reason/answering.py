"""Many questions to their answers, each on the graph that it is about."""

from collections.abc import Callable, Sequence

from km_data.own_graphs import own_graph
from km_data.records import Prediction, Question
from km_graph.graph import KnowledgeGraph
from km_graph.progress import SILENT, Progress
from km_reason.contracts import EntityLinker, Reasoner
from km_reason.linkers.linking import linked

MakeLinker = Callable[[KnowledgeGraph], EntityLinker]
"""Makes the linker of a graph; not called where all questions have their topics."""


def answer_all(
    reasoner: Reasoner,
    graph: KnowledgeGraph,
    questions: Sequence[Question],
    *,
    linker: MakeLinker | None = None,
    progress: Progress = SILENT,
) -> list[Prediction]:
    """One prediction for each question, in order.

    A question that brings a graph of its own is asked of that one, by itself; the others are
    asked of ``graph``, together.

    Args:
        reasoner: Who answers.
        graph: What is asked, by questions without a graph of their own.
        questions: The questions.
        linker: For questions without topics; None leaves them without.
        progress: Where to say how far the work has come.
    """
    shared = [i for i, question in enumerate(questions) if not question.triples]
    own = [i for i, question in enumerate(questions) if question.triples]
    done: dict[int, Prediction] = {}
    if shared:
        asked = _linked(graph, [questions[i] for i in shared], linker)
        done.update(zip(shared, reasoner.answer(graph, asked, progress=progress), strict=True))
    if own:
        with progress.task("answering from questions' own graphs", len(own)) as advance:
            for i in own:
                its = own_graph(questions[i])
                done[i] = reasoner.answer(its, _linked(its, [questions[i]], linker))[0]
                advance(1)
    return [done[i] for i in range(len(questions))]


def _linked(
    graph: KnowledgeGraph, questions: list[Question], linker: MakeLinker | None
) -> list[Question]:
    if linker is None or all(question.topics for question in questions):
        return questions
    return linked(questions, linker(graph))
