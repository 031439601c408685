"""The metric ``graphqa``: right or wrong, by the rule of each kind of question."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from km_data.graph_tasks.tasks import TASKS
from km_data.graph_tasks.templates import TaskTemplate
from km_data.records import Prediction, Question
from km_data.world.multi_hop import UNKNOWN
from km_eval.graphqa.reading import Kind, Place, read_answer
from km_eval.metrics.strict import STRICT
from km_graph.graph import KnowledgeGraph

CHOICES: Final = frozenset(("support", "counter"))
_MULTI_HOP = "world-hops-"


class GraphQA:
    """``graphqa`` is 1 if the answer is right, else 0; ``graphqa_read`` if one could be read.

    Graph tasks and ExplaGraphs: the answer is read from the completion, or else from the answers
    joined by commas, by the rules of ``read_answer``; after the thinking where the question asks
    for it. Numbers, and yes or no, are right if they are the gold one; lists if the sets of names
    are equal, case apart. ``world-hops``: the set of answers equals the gold set as ``strict``
    compares them; the answer "unknown" is none, which is right for an unanswerable question.
    Other questions get no number. A prediction with an error is wrong.

    Example:
        >>> question = Question("1", "…", answers=("5",), template="edge_count/expert/er/zero_shot")
        >>> GRAPHQA.score(question, Prediction("1", completion="There are 5 edges."), None)
        {'graphqa': 1.0, 'graphqa_read': 1.0}
    """

    def score(
        self, question: Question, prediction: Prediction, graph: KnowledgeGraph | None
    ) -> Mapping[str, float]:
        """The two numbers named above, or none."""
        if (question.template or "").startswith(_MULTI_HOP):
            return _of_multi_hop(question, prediction, graph)
        how = reading_of(question)
        if how is None:
            return {}
        found = None
        if prediction.error is None:
            text = prediction.completion or ", ".join(prediction.answers)
            found = read_answer(text, *how)
        right = found is not None and _names(found) == _names(question.answers)
        return {"graphqa": float(right), "graphqa_read": float(found is not None)}


def reading_of(question: Question) -> tuple[Kind, Place] | None:
    """How the answer to a question is read, or None if it is no graph task and no choice."""
    template = TaskTemplate.parse(question.template)
    if template is not None:
        kind: Kind = TASKS[template.task].kind
        return kind, "last" if template.style == "zero_cot" else "first"
    one = len(question.answers) == 1
    return ("choice", "first") if one and CHOICES.issuperset(question.answers) else None


def _of_multi_hop(
    question: Question, prediction: Prediction, graph: KnowledgeGraph | None
) -> Mapping[str, float]:
    said = tuple(a for a in prediction.answers if a.strip(" .").casefold() != UNKNOWN)
    known = replace(prediction, answers=said)
    right = STRICT.score(question, known, graph)["exact_match"]
    return {"graphqa": right, "graphqa_read": float(prediction.error is None)}


def _names(answers: tuple[str, ...]) -> frozenset[str]:
    return frozenset(answer.casefold() for answer in answers)


GRAPHQA = GraphQA()
