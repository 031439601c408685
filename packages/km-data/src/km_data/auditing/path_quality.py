"""How good mined relation paths are, beside the rule of published pipelines.

RoG (Luo et al., ICLR 2024) teaches the relation paths of all shortest paths between topic and
answers, directions forgotten; others take the first one found.
"""

from collections.abc import Sequence
from typing import Any

from km_data.auditing.coverage import ids_of
from km_data.mining import with_mined_paths
from km_data.own_graphs import graph_of
from km_data.records import Question
from km_graph.graph import KnowledgeGraph
from km_graph.paths import Groups
from km_graph.relation_path import RelationPath
from km_graph.walkers import Walker

_PATHS_A_QUESTION = 10_000


def path_quality(
    graph: KnowledgeGraph,
    questions: Sequence[Question],
    *,
    walker: Walker,
    max_hops: int,
    sample: int,
) -> dict[str, Any]:
    """Shares of questions for which each rule gives the gold relation path.

    ``mined`` takes all questions. The shortest-path rules, which take longer, take every so
    manyth of them, ``sample`` in all: ``any_shortest`` if the gold path is among the shortest
    ones, ``first_shortest`` if it is the first of them, ``of_shortest`` the mean share of the
    different shortest relation paths that are gold.
    """
    gold = [q for q in questions if q.relation_paths and q.answers and q.topics]
    if not gold:
        return {"questions": 0}
    mined = with_mined_paths(graph, gold, walker=walker, max_hops=max_hops)
    some = gold[:: max(len(gold) // sample, 1)][:sample]
    ruled = [_shortest(graph, question, walker) for question in some]
    marks = [_marks(paths, q) for paths, q in zip(ruled, some, strict=True)]
    first, any_, share = (round(sum(column) / len(marks), 4) for column in zip(*marks, strict=True))
    return {
        "questions": len(gold),
        "mined": None if mined.agreement is None else round(mined.agreement, 4),
        "sampled_for_shortest": len(some),
        "any_shortest": any_,
        "first_shortest": first,
        "of_shortest": share,
    }


def _shortest(graph: KnowledgeGraph, question: Question, walker: Walker) -> list[RelationPath]:
    """The different relation paths of the shortest paths to each answer, in the order found."""
    own = graph_of(question, graph)
    topics, answers = ids_of(own, question.topics), ids_of(own, question.answers)
    batch = walker.shortest_paths(
        own, Groups.of([topics]), Groups.of([answers]), limit=_PATHS_A_QUESTION
    )
    return list(dict.fromkeys(own.relation_path(hops) for _, _, hops in batch.rows()))


def _marks(paths: Sequence[RelationPath], question: Question) -> tuple[bool, bool, float]:
    right = [path in question.relation_paths for path in paths]
    return (right[0], any(right), sum(right) / len(right)) if right else (False, False, 0.0)
