"""Scores for answers to knowledge-graph questions, and baselines to compare them with.

The names below are imported when first used, so that ``km --help`` stays quick.
"""

from typing import TYPE_CHECKING

from km_graph.lazy_names import lazy_names

if TYPE_CHECKING:
    from km_eval.cases import Case
    from km_eval.comparison import Comparison, compare
    from km_eval.contracts import Metric, Profile
    from km_eval.file_scores import FileScores
    from km_eval.predictions.reading import PredictionsFile
    from km_eval.scores import Scores
    from km_eval.scoring import score
    from km_eval.scoring_files import score_file

__all__ = [
    "Case",
    "Comparison",
    "FileScores",
    "Metric",
    "PredictionsFile",
    "Profile",
    "Scores",
    "compare",
    "score",
    "score_file",
]

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        "Case": "cases",
        "Comparison": "comparison",
        "FileScores": "file_scores",
        "Metric": "contracts",
        "PredictionsFile": "predictions.reading",
        "Profile": "contracts",
        "Scores": "scores",
        "compare": "comparison",
        "score": "scoring",
        "score_file": "scoring_files",
    },
)
