"""How good an answer from the graph can be at all: gold answers within reach of the topics."""

from collections.abc import Mapping
from functools import cached_property

from km_data.records import Prediction, Question
from km_graph.graph import KnowledgeGraph
from km_graph.paths import Groups
from km_graph.walkers.contracts import Walker
from km_graph.walkers.loading import load_walker


class Coverage:
    """``coverage_k`` for k from 1 to ``hops``: 1 if a gold answer is within k hops of a topic.

    The mean is the ceiling of any system that answers from paths of that length. Edges are
    walked both ways. Left out without a graph, topics or gold answers. A question with a graph
    of its own is measured in that.

    Args:
        hops: How far to look.
        walker: Plugin name of the walker to look with.
    """

    def __init__(self, hops: int = 3, walker: str = "auto") -> None:
        self.hops = hops
        self.walker_name = walker

    @cached_property
    def walker(self) -> Walker:
        """The walker, loaded when first needed."""
        return load_walker(self.walker_name)

    def score(
        self,
        question: Question,
        prediction: Prediction,  # noqa: ARG002  (part of the contract)
        graph: KnowledgeGraph | None,
    ) -> Mapping[str, float]:
        """One number for each k, or nothing."""
        own = KnowledgeGraph.from_triples(question.triples) if question.triples else graph
        if own is None or not question.topics or not question.answers:
            return {}
        nearest = self._nearest(own, question)
        return {f"coverage_{k}": float(nearest <= k) for k in range(1, self.hops + 1)}

    def _nearest(self, graph: KnowledgeGraph, question: Question) -> float:
        """Hops from a topic to the nearest gold answer, infinite if there is none in reach."""
        topics = [i for label in question.topics if (i := graph.entities.get(label)) is not None]
        wanted = {graph.entities.get(answer) for answer in question.answers}
        found = self.walker.neighborhoods(graph, Groups.of([topics]), hops=self.hops)
        pairs = zip(found.entities.tolist(), found.distances.tolist(), strict=True)
        return min((hops for entity, hops in pairs if entity in wanted), default=float("inf"))


COVERAGE = Coverage()
