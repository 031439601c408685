"""Plan, retrieve, reason: relation paths are proposed, and the graph answers.

After RoG (Luo et al., "Reasoning on Graphs", ICLR 2024), with one difference: the answers are the
ends of the retrieved paths themselves, so that nothing is said that the graph does not say.
"""

from collections.abc import Sequence
from time import perf_counter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from km_data.records import Prediction, Question
from km_graph.graph import KnowledgeGraph
from km_graph.paths import PathBatch
from km_graph.progress import SILENT, Progress
from km_graph.walkers import Walker
from km_reason.contracts import Plan, Planner
from km_reason.reasoners.faithfulness import paths_exist
from km_reason.reasoners.grounding import ground, timed
from km_reason.reasoners.retrieval import (
    Query,
    ends_of,
    executable,
    follow,
    signed_relations,
)

_BATCH = 512
_MAX_WALKS = 1_000_000


class _Candidate(NamedTuple):
    """A proposed relation path and how to execute it."""

    plan: Plan
    query: Query


class _Case(NamedTuple):
    """A question, what was proposed for it, and what of that the graph may be able to execute."""

    question: Question
    proposed: list[Plan]
    candidates: list[_Candidate]


class _Found(NamedTuple):
    """The walks of a batch of queries: those of query ``i`` are ``bounds[i]:bounds[i + 1]``."""

    batch: PathBatch
    bounds: NDArray[np.int64]
    faithful: NDArray[np.bool_]


class PlanRetrieveReasoner:
    """Answers with the ends of the relation paths that a planner proposes and the graph has.

    Of the proposed relation paths only those survive whose relations the graph has and which it
    can follow from a topic; no walk comes back to its topic. Answers are the distinct ends of the
    best ``top_paths`` survivors, in this order: better plan, reached from more topics, reached by
    more walks, entity id. With several topics, then, what all of them lead to comes first. A topic
    is never an answer. Where nothing survives there is no answer: the graph does not say.

    Args:
        planner: Proposes relation paths.
        walker: Follows them.
        top_paths: How many surviving relation paths to answer from.
        max_evidence: How many paths to show for each answer.
        max_answers: How many answers to give at most; None for all.
    """

    def __init__(
        self,
        planner: Planner,
        walker: Walker,
        *,
        top_paths: int = 1,
        max_evidence: int = 1,
        max_answers: int | None = None,
    ) -> None:
        self.planner = planner
        self.walker = walker
        self.top_paths = top_paths
        self.max_evidence = max_evidence
        self.max_answers = max_answers

    def answer(
        self, graph: KnowledgeGraph, questions: Sequence[Question], *, progress: Progress = SILENT
    ) -> list[Prediction]:
        """One prediction for each question, in order; a question that fails has ``error`` set."""
        started = perf_counter()
        grounded = ground(graph, questions)
        asked = list(grounded.questions.values())
        proposed = self.planner.plan(graph, asked, progress=progress) if asked else []
        done = dict(grounded.failures)
        cases = [
            _case(graph, question, topics, plans)
            for question, topics, plans in zip(
                asked, grounded.topics.values(), proposed, strict=True
            )
        ]
        positions = list(grounded.questions)
        with progress.task("following relation paths", len(cases)) as advance:
            for start in range(0, len(cases), _BATCH):
                batch = cases[start : start + _BATCH]
                answered = self._answer_batch(graph, batch)
                done.update(zip(positions[start : start + _BATCH], answered, strict=True))
                advance(len(batch))
        return timed([done[i] for i in range(len(questions))], perf_counter() - started)

    def _answer_batch(self, graph: KnowledgeGraph, cases: Sequence[_Case]) -> list[Prediction]:
        cases = self._surviving(graph, cases)
        used = [case.candidates[: self.top_paths] for case in cases]
        queries = [candidate.query for best in used for candidate in best]
        batch, bounds = follow(self.walker, graph, queries, limit=_MAX_WALKS)
        faithful = paths_exist(graph, batch)
        first = np.cumsum([0, *map(len, used)])
        return [
            self._predict(graph, case, _Found(batch, bounds[first[i] : first[i + 1] + 1], faithful))
            for i, case in enumerate(cases)
        ]

    def _surviving(self, graph: KnowledgeGraph, cases: Sequence[_Case]) -> list[_Case]:
        """The cases with only those candidates left that the graph can execute."""
        queries = [candidate.query for case in cases for candidate in case.candidates]
        alive = iter(executable(self.walker, graph, queries))
        return [
            case._replace(candidates=[item for item in case.candidates if next(alive)])
            for case in cases
        ]

    def _predict(self, graph: KnowledgeGraph, case: _Case, found: _Found) -> Prediction:
        bounds = found.bounds.tolist()
        if not found.faithful[bounds[0] : bounds[-1]].all():
            walker = type(self.walker).__name__
            error = f"{walker} returned a path that is not in the graph; report this walker"
            return Prediction(case.question.id, error=error)
        answers: dict[int, tuple[float, list[int]]] = {}
        for (plan, query), start, stop in zip(case.candidates, bounds, bounds[1:], strict=False):
            ends = ends_of(
                found.batch, slice(start, stop), query.topics, max_walks_per_end=self.max_evidence
            )
            for entity, walks in zip(ends.entities, ends.walks, strict=True):
                answers.setdefault(entity, (plan.score, walks))
        chosen = list(answers.items())[: self.max_answers]
        walks = [walk for _, (_, walks) in chosen for walk in walks]
        return Prediction(
            case.question.id,
            answers=tuple(graph.entities[entity] for entity, _ in chosen),
            scores=tuple(score for _, (score, _) in chosen),
            evidence=tuple(found.batch.labeled(graph, walks)),
            relation_paths=tuple(plan.relation_path for plan, _ in case.candidates),
            completion=case.proposed[0].completion if case.proposed else "",
            tokens=sum(plan.tokens for plan in case.proposed),
        )


def _case(
    graph: KnowledgeGraph, question: Question, topics: tuple[int, ...], plans: Sequence[Plan]
) -> _Case:
    signed = [(plan, signed_relations(graph, plan.relation_path)) for plan in plans]
    candidates = [
        _Candidate(plan, Query(topics, relations))
        for plan, relations in signed
        if relations is not None
    ]
    return _Case(question, list(plans), candidates)
