"""What an answer costs: time, tokens, money."""

from collections.abc import Mapping

from km_data.records import Prediction, Question
from km_graph.graph import KnowledgeGraph

_MILLION = 1_000_000


class Usage:
    """``seconds`` and ``tokens`` of a prediction and, with a price, its ``cost``.

    Each is left out where the prediction does not say; failures cost what they cost.

    Args:
        price: Of a million tokens that the model writes, in any currency.
    """

    def __init__(self, price: float | None = None) -> None:
        self.price = price

    def score(
        self,
        question: Question,  # noqa: ARG002  (part of the contract)
        prediction: Prediction,
        graph: KnowledgeGraph | None,  # noqa: ARG002  (part of the contract)
    ) -> Mapping[str, float]:
        """Those of the three numbers that are known."""
        values: dict[str, float] = {}
        if prediction.seconds:
            values["seconds"] = prediction.seconds
        if prediction.tokens:
            values["tokens"] = float(prediction.tokens)
            if self.price is not None:
                values["cost"] = prediction.tokens * self.price / _MILLION
        return values


USAGE = Usage()
