"""The embeddings baseline: the relation path whose words are nearest to those of the question."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from km_data.own_graphs import graph_of
from km_data.prompts import masked
from km_data.records import Prediction, Question
from km_eval.baseline.embeddings import EmbeddingModel, Vectors, ranked
from km_eval.baseline.showing import follow
from km_graph.graph import KnowledgeGraph
from km_graph.progress import SILENT, Progress
from km_graph.relation_path import RelationPath
from km_graph.walkers import PathFinder

_PROPOSED = 10


def nearest_paths(
    questions: Sequence[Question],
    graph: KnowledgeGraph,
    model: EmbeddingModel,
    walker: PathFinder,
    *,
    hops: int,
    limit: int,
    progress: Progress = SILENT,
) -> list[Prediction]:
    """Predictions: the ends of the relation path nearest to the question, and the next best paths.

    Candidates are the relation paths of up to ``hops`` hops from the topics, fewer hops first,
    at most ``limit`` a question.
    """
    candidates = [_candidates(question, graph, walker, hops, limit) for question in questions]
    texts = [masked(question) for question in questions]
    texts += [in_words(path) for paths in candidates for path in paths]
    vectors = model.vectors(texts, progress=progress)
    return [
        _prediction(question, paths, graph, walker, vectors)
        for question, paths in zip(questions, candidates, strict=True)
    ]


def in_words(path: RelationPath) -> str:
    """A relation path as an embedding model reads it.

    Example:
        >>> in_words(RelationPath.parse("^film.directed_by/born_in"))
        'film directed by of, born in'
    """
    steps = (hop.relation.replace("_", " ").replace(".", " ") + " of" * hop.inverse for hop in path)
    return ", ".join(steps)


def _candidates(
    question: Question, graph: KnowledgeGraph, walker: PathFinder, hops: int, limit: int
) -> list[RelationPath]:
    known = graph_of(question, graph)
    topics = [topic for topic in question.topics if topic in known.entities]
    counts = walker.relation_paths(known, known.entities.ids(topics), max_hops=hops)
    found = dict.fromkeys(
        known.relation_path(counts.relations[start:stop].tolist())
        for start, stop in zip(counts.offsets, counts.offsets[1:], strict=False)
    )
    return sorted(found, key=len)[:limit]


def _prediction(
    question: Question,
    paths: Sequence[RelationPath],
    graph: KnowledgeGraph,
    walker: PathFinder,
    vectors: Vectors,
) -> Prediction:
    order = ranked(masked(question), [in_words(path) for path in paths], vectors)[:_PROPOSED]
    empty = Prediction(question.id, relation_paths=tuple(paths[i] for _, i in order))
    if not order:
        return empty
    similarity, best = order[0]
    known = graph_of(question, graph)
    followed = list(follow(question, known, [paths[best]], walker))
    evidence = {path.entities[-1]: path for path in reversed(followed)}
    answers = sorted(evidence)
    # A cosine from -1 to 1 as a score from 0 to 1.
    score = float(np.clip((similarity + 1) / 2, 0, 1))
    return replace(
        empty,
        answers=tuple(answers),
        scores=(score,) * len(answers),
        evidence=tuple(evidence[answer] for answer in answers),
    )
