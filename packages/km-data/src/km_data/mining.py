"""Relation paths of questions, found from topics and answers alone.

This is weak supervision: of all relation paths that lead from a topic towards the answers, the
one is taken that reaches the answers and little else. Many fit one question by chance; so
questions that read the same without their topics are looked at together, and the relation path
that explains their answers best is the one for all of them. Where several explain them equally
well, the shortest is taken; then the one that explains the fewest other questions: a capital lies
in its country, but "whose capital is it" does not ask where it lies.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from km_data.prompts import planning_prompt
from km_data.records import Question
from km_graph.graph import KnowledgeGraph
from km_graph.paths import Groups
from km_graph.progress import SILENT, Progress
from km_graph.relation_path import RelationPath
from km_graph.walkers import PathFinder
from km_graph.walkers.relation_path_counts import RelationPathCounts

_BATCH = 64


class Fit(NamedTuple):
    """How well a relation path explains the answers of a question.

    Attributes:
        relation_path: From a topic of the question.
        precision: Share of what it reaches that is an answer.
        recall: Share of the answers that it reaches.
    """

    relation_path: RelationPath
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.precision * self.recall / (self.precision + self.recall)


@dataclass(frozen=True, slots=True)
class Mined:
    """What was mined for many questions.

    Attributes:
        questions: Those given, ``relation_paths`` replaced by the one mined, or by none.
        agreement: Share of gold relation paths, where known, that are the one mined; None if
            none is known.
    """

    questions: list[Question]
    agreement: float | None


def mine(
    graph: KnowledgeGraph,
    questions: Sequence[Question],
    *,
    walker: PathFinder,
    max_hops: int,
    progress: Progress = SILENT,
) -> list[list[Fit]]:
    """The relation paths that reach an answer of each question, best first.

    Best is the highest F1, then the fewest hops, then the fewest inverse hops, then the text in
    code-point order. With several topics, a relation path counts as it fits from the topic where
    it fits best. Topics and answers that the graph lacks are passed over; an answer it lacks
    still lowers recall.
    """
    fits: list[list[Fit]] = []
    with progress.task("mining relation paths", len(questions)) as advance:
        for start in range(0, len(questions), _BATCH):
            some = questions[start : start + _BATCH]
            fits += _mine_batch(graph, some, walker=walker, max_hops=max_hops)
            advance(len(some))
    return fits


def with_mined_paths(
    graph: KnowledgeGraph,
    questions: Sequence[Question],
    *,
    walker: PathFinder,
    max_hops: int,
    mask_topics: bool = True,
    sample: int = 16,
    progress: Progress = SILENT,
) -> Mined:
    """Questions with the relation path that explains best all questions that read the same.

    Args:
        graph: The graph.
        questions: The questions, with topics and answers.
        walker: Finds the relation paths.
        max_hops: Longest relation path looked for.
        mask_topics: Whether questions read the same that differ only in their topics.
        sample: How many of the questions that read the same are looked at.
        progress: Where to say how far the work has come.
    """
    alike: dict[str, list[int]] = defaultdict(list)
    for index, question in enumerate(questions):
        alike[planning_prompt(question, mask_topics=mask_topics)].append(index)
    looked_at = [index for group in alike.values() for index in group[:sample]]
    some = [questions[index] for index in looked_at]
    fits = iter(mine(graph, some, walker=walker, max_hops=max_hops, progress=progress))
    tied = [_best(next(fits) for _ in group[:sample]) for group in alike.values()]
    often = Counter(path for paths in tied for path in paths)
    mined = list(questions)
    for group, paths in zip(alike.values(), tied, strict=True):
        chosen = sorted(paths, key=lambda path: (len(path), often[path], *_plainness(path)))[:1]
        for index in group:
            mined[index] = replace(questions[index], relation_paths=tuple(chosen))
    return Mined(mined, _agreement(questions, mined))


def _best(fits: Iterable[list[Fit]]) -> list[RelationPath]:
    """All relation paths whose F1, summed over questions, is the highest."""
    total: dict[RelationPath, float] = defaultdict(float)
    for of_question in fits:
        for fit in of_question:
            total[fit.relation_path] += fit.f1
    # Sums of fractions differ in the last digits with the order in which they are added.
    highest = max(total.values(), default=0.0) - 1e-6
    return [path for path, sum_of_f1 in total.items() if sum_of_f1 >= highest]


def _agreement(gold: Sequence[Question], mined: Sequence[Question]) -> float | None:
    same = [
        bool(set(of_mined.relation_paths) & set(of_gold.relation_paths))
        for of_gold, of_mined in zip(gold, mined, strict=True)
        if of_gold.relation_paths
    ]
    return sum(same) / len(same) if same else None


def _mine_batch(
    graph: KnowledgeGraph, questions: Sequence[Question], *, walker: PathFinder, max_hops: int
) -> Iterator[list[Fit]]:
    asked = [
        (index, topic)
        for index, question in enumerate(questions)
        for label in question.topics
        if (topic := graph.entities.get(label)) is not None
    ]
    answers = [_known(graph, question.answers) for question in questions]
    counts = walker.relation_paths(
        graph,
        np.array([topic for _, topic in asked], np.int32),
        Groups.of([answers[index] for index, _ in asked]),
        max_hops=max_hops,
    )
    best: list[dict[RelationPath, Fit]] = [{} for _ in questions]
    for owner, fit in _fits(graph, counts, [len(questions[i].answers) for i, _ in asked]):
        known = best[asked[owner][0]]
        if fit.relation_path not in known or fit.f1 > known[fit.relation_path].f1:
            known[fit.relation_path] = fit
    for of_question in best:
        yield sorted(of_question.values(), key=_rank)


def _rank(fit: Fit) -> tuple[float, int, int, str]:
    return -fit.f1, *_plainness(fit.relation_path)


def _plainness(path: RelationPath) -> tuple[int, int, str]:
    return len(path), sum(hop.inverse for hop in path), str(path)


def _known(graph: KnowledgeGraph, labels: Iterable[str]) -> list[int]:
    found = (graph.entities.get(label) for label in labels)
    return sorted({entity for entity in found if entity is not None})


def _fits(
    graph: KnowledgeGraph, counts: RelationPathCounts, n_answers: Sequence[int]
) -> Iterator[tuple[int, Fit]]:
    hops = Groups(counts.relations, counts.offsets)
    rows = zip(counts.owner.tolist(), counts.hits.tolist(), counts.reached.tolist(), strict=True)
    for i, (owner, hits, reached) in enumerate(rows):
        path = graph.relation_path(hops.group(i))
        yield owner, Fit(path, hits / reached, hits / n_answers[owner])
