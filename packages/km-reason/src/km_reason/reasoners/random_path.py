"""The floor of retrieval: where random walks happen to end."""

import zlib
from collections.abc import Sequence
from time import perf_counter

import numpy as np

from km_data.records import Prediction, Question
from km_graph.graph import KnowledgeGraph
from km_graph.paths import PathBatch
from km_graph.progress import SILENT, Progress
from km_graph.walkers import Walker
from km_reason.reasoners.grounding import ground, timed
from km_reason.reasoners.path_answers import answers_of, predicted

_DEFAULT_HOPS = 2


class RandomPathReasoner:
    """Answers with the ends of random walks from the topics, those of most walks first.

    A walk has as many hops as the question, if that is known. What RoG's ablation calls random
    reasoning paths. The walks of a question depend on its id and the seed alone.

    Args:
        walker: Walks.
        beams: How many walks to take from each topic.
        hops: How far; None takes the question's ``hops``, or 2 where it has none.
        max_evidence: How many walks to show for each answer.
        max_answers: How many answers to give at most; None for all.
        seed: Of the walks.
    """

    def __init__(
        self,
        walker: Walker,
        *,
        beams: int = 10,
        hops: int | None = None,
        max_evidence: int = 1,
        max_answers: int | None = None,
        seed: int = 0,
    ) -> None:
        self.walker = walker
        self.beams = beams
        self.hops = hops
        self.max_evidence = max_evidence
        self.max_answers = max_answers
        self.seed = seed

    def answer(
        self, graph: KnowledgeGraph, questions: Sequence[Question], *, progress: Progress = SILENT
    ) -> list[Prediction]:
        """One prediction for each question, in order; a question that fails has ``error`` set."""
        started = perf_counter()
        grounded = ground(graph, questions)
        done = dict(grounded.failures)
        with progress.task("walking at random", len(grounded.questions)) as advance:
            for i, question in grounded.questions.items():
                done[i] = self._predict(graph, question, grounded.topics[i])
                advance(1)
        return timed([done[i] for i in range(len(questions))], perf_counter() - started)

    def _predict(
        self, graph: KnowledgeGraph, question: Question, topics: Sequence[int]
    ) -> Prediction:
        walks: PathBatch = self.walker.random_walks(
            graph,
            np.asarray(topics, np.int32),
            hops=self.hops or question.hops or _DEFAULT_HOPS,
            walks_per_start=self.beams,
            seed=zlib.crc32(f"{self.seed} {question.id}".encode()),
        )
        chances = [-np.log(len(walks))] * len(walks)
        answers = answers_of(walks, chances, topics, max_evidence=self.max_evidence, repeats=True)[
            : self.max_answers
        ]
        return predicted(question.id, graph, walks, answers)
