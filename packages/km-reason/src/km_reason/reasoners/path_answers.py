"""Where scored paths end, as answers."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from km_data.records import Prediction
from km_graph.graph import KnowledgeGraph
from km_graph.paths import PathBatch


class Answer(NamedTuple):
    """An entity that paths end in.

    Attributes:
        entity: Its id.
        score: Sum of the probabilities of the paths, each counted once.
        paths: Positions of the best of them in their batch, best first.
    """

    entity: int
    score: float
    paths: list[int]


def answers_of(
    paths: PathBatch,
    scores: Sequence[float],
    topics: Sequence[int],
    *,
    max_evidence: int,
    repeats: bool = False,
) -> list[Answer]:
    """The answers that paths lead to, likeliest first; equal ones as they come first.

    Args:
        paths: Best first; the same path may be there more than once.
        scores: Log-probability of each.
        topics: What is never an answer.
        max_evidence: How many paths to keep for each answer.
        repeats: Whether a path that is there again counts again; it is kept once.
    """
    found: dict[int, Answer] = {}
    seen = set()
    for i, (end, score) in enumerate(zip(paths.ends().tolist(), scores, strict=True)):
        path = (paths.path_entities(i).tobytes(), paths.path_relations(i).tobytes())
        is_new = path not in seen
        if end in topics or not (is_new or repeats):
            continue
        seen.add(path)
        before = found.get(end, Answer(end, 0.0, []))
        kept = [*before.paths, i][:max_evidence] if is_new else before.paths
        found[end] = Answer(end, before.score + math.exp(score), kept)
    return sorted(found.values(), key=lambda answer: -answer.score)


def predicted(
    question_id: str, graph: KnowledgeGraph, paths: PathBatch, answers: Sequence[Answer]
) -> Prediction:
    """These answers, their scores, and the paths kept for each of them, in labels."""
    shown = [row for answer in answers for row in answer.paths]
    return Prediction(
        question_id,
        answers=tuple(graph.entities[answer.entity] for answer in answers),
        scores=tuple(answer.score for answer in answers),
        evidence=tuple(paths.labeled(graph, shown)),
    )
