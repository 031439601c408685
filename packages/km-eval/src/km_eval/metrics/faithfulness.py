"""Whether the evidence of an answer is true of the graph and leads to the answer."""

from collections.abc import Mapping

from km_data.records import Prediction, Question
from km_graph.graph import KnowledgeGraph


class Faithfulness:
    """``faithfulness`` is 1 if the graph bears out every answer of a prediction, else 0.

    That is: every edge of every evidence path is in the graph, in its direction, and every
    answer is, letter for letter, the end of an evidence path. Whether the answer is right does
    not matter. An answer without evidence is not faithful.

    Where nothing is answered, or no graph is given, there is nothing to be faithful to and the
    number is left out; abstentions and failures are counted by the report.
    """

    def score(
        self,
        question: Question,  # noqa: ARG002  (part of the contract)
        prediction: Prediction,
        graph: KnowledgeGraph | None,
    ) -> Mapping[str, float]:
        """``faithfulness`` as 0 or 1, or nothing."""
        if graph is None or prediction.error is not None or not prediction.answers:
            return {}
        return {"faithfulness": float(_is_borne_out(prediction, graph))}


def _is_borne_out(prediction: Prediction, graph: KnowledgeGraph) -> bool:
    ends = {path.entities[-1] for path in prediction.evidence}
    if not ends.issuperset(prediction.answers):
        return False
    # Many paths share edges: each is looked up once.
    edges = {triple for path in prediction.evidence for triple in path.triples()}
    return all(end in graph.entities for end in ends) and all(edge in graph for edge in edges)


FAITHFULNESS = Faithfulness()
