"""Scores for answers to knowledge-graph questions, and baselines to compare them with.

The names below are imported when first used, so that ``km --help`` stays quick.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from km_eval.comparison import Comparison, compare
    from km_eval.contracts import Metric
    from km_eval.scores import Scores
    from km_eval.scoring import score

__all__ = ["Comparison", "Metric", "Scores", "compare", "score"]

_HOME = {
    "Comparison": "comparison",
    "Metric": "contracts",
    "Scores": "scores",
    "compare": "comparison",
    "score": "scoring",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        message = f"module 'km_eval' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"km_eval.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
