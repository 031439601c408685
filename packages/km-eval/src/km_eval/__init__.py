"""Scores for answers to knowledge-graph questions, and baselines to compare them with.

The names below are imported when first used, so that ``km --help`` stays quick.
"""

from typing import TYPE_CHECKING

from km_graph.lazy_names import lazy_names

if TYPE_CHECKING:
    from km_eval.comparison import Comparison, compare
    from km_eval.contracts import Metric
    from km_eval.scores import Scores
    from km_eval.scoring import score

__all__ = ["Comparison", "Metric", "Scores", "compare", "score"]

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        "Comparison": "comparison",
        "Metric": "contracts",
        "Scores": "scores",
        "compare": "comparison",
        "score": "scoring",
    },
)
