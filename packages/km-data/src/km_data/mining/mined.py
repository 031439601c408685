"""Questions in memory with the relation paths mined for them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from km_data.mining.fits import BATCH, Fit, Miner
from km_data.mining.wordings import Asked, Wordings, decide, wording_of
from km_data.own_graphs import graph_of
from km_data.records import Question
from km_graph.graph import KnowledgeGraph
from km_graph.progress import SILENT, Progress
from km_graph.walkers import PathFinder


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
        graph: The graph of the questions that do not bring their own.
        questions: The questions, with topics and answers.
        walker: Finds the relation paths.
        max_hops: Longest relation path looked for.
        mask_topics: Whether questions read the same that differ only in their topics.
        sample: How many of the questions that read the same are looked at, at most.
        progress: Where to say how far the work has come.
    """
    wordings = Wordings(sample)
    texts = [wording_of(question, mask_topics=mask_topics) for question in questions]
    miner = Miner(graph, walker, max_hops)
    for text, question in zip(texts, questions, strict=True):
        if wordings.wants(text):
            wordings.add(text, [asked(question, graph, walker=walker, max_hops=max_hops)])

    def find(some: Sequence[Asked]) -> Iterator[list[Fit]]:
        with progress.task("mining relation paths", len(some)) as advance:
            for start in range(0, len(some), BATCH):
                yield from miner.fits(some[start : start + BATCH])
                advance(len(some[start : start + BATCH]))

    chosen = decide(wordings, find)
    mined = [
        replace(question, relation_paths=(chosen[text],) if text in chosen else ())
        for text, question in zip(texts, questions, strict=True)
    ]
    return Mined(mined, _agreement(questions, mined))


def asked(question: Question, graph: KnowledgeGraph, *, walker: PathFinder, max_hops: int) -> Asked:
    """What mining needs of a question; its own graph, which is not kept, is mined at once."""
    if not question.triples:
        return Asked(question.topics, question.answers)
    (fits,) = Miner(graph_of(question, graph), walker, max_hops).fits([question])
    return Asked((), (), tuple(fits))


def _agreement(gold: Sequence[Question], mined: Sequence[Question]) -> float | None:
    same = [
        bool(set(of_mined.relation_paths) & set(of_gold.relation_paths))
        for of_gold, of_mined in zip(gold, mined, strict=True)
        if of_gold.relation_paths
    ]
    return sum(same) / len(same) if same else None
