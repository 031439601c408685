"""Whether the relation paths of a prediction are the gold ones."""

from collections.abc import Mapping

from km_data.records import Prediction, Question
from km_graph.graph import KnowledgeGraph


class RelationPaths:
    """Proposed relation paths against gold ones, as sets.

    ``path_precision``, ``path_recall`` and ``path_f1`` count relation paths; ``path_exact_match``
    asks that the sets be equal. All are left out for questions without a gold relation path; a
    prediction that proposes none, or failed, scores 0.
    """

    def score(
        self,
        question: Question,
        prediction: Prediction,
        graph: KnowledgeGraph | None,  # noqa: ARG002  (part of the contract)
    ) -> Mapping[str, float]:
        """The four numbers named above, or nothing."""
        gold = set(question.relation_paths)
        if not gold:
            return {}
        said = set(prediction.relation_paths if prediction.error is None else ())
        common = len(gold & said)
        return {
            "path_precision": common / len(said) if said else 0.0,
            "path_recall": common / len(gold),
            "path_f1": 2 * common / (len(said) + len(gold)),
            "path_exact_match": float(said == gold),
        }


RELATION_PATHS = RelationPaths()
