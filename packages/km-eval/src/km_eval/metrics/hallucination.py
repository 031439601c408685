"""How many answers the graph knows nothing of, or no path leads to."""

from collections.abc import Mapping

from km_data.records import Prediction, Question
from km_graph.graph import KnowledgeGraph
from km_graph.paths import Path


class Hallucination:
    """Shares of the answers of a prediction, each by its exact label.

    ``not_in_graph``: no entity of the graph has the label. ``without_path``: no evidence path
    whose edges are all in the graph ends there. ``hallucination``: either. All are left out
    where nothing is answered or no graph is given; whether an answer is right does not matter.
    """

    def score(
        self,
        question: Question,  # noqa: ARG002  (part of the contract)
        prediction: Prediction,
        graph: KnowledgeGraph | None,
    ) -> Mapping[str, float]:
        """The three shares, or nothing."""
        answers = [answer for answer in prediction.answers if answer.strip()]
        if graph is None or prediction.error is not None or not answers:
            return {}
        reached = {path.entities[-1] for path in prediction.evidence if _exists(path, graph)}
        unknown = sum(answer not in graph.entities for answer in answers)
        unreached = sum(answer not in reached for answer in answers)
        either = sum(a not in reached or a not in graph.entities for a in answers)
        shares = {"not_in_graph": unknown, "without_path": unreached, "hallucination": either}
        return {name: n / len(answers) for name, n in shares.items()}


def _exists(path: Path, graph: KnowledgeGraph) -> bool:
    return path.entities[0] in graph.entities and all(edge in graph for edge in path.triples())


HALLUCINATION = Hallucination()
