"""What every metric must do; subclass it in the tests of a plugin."""

import copy
import math

import pytest

from km_data.records import Prediction, Question
from km_eval.contracts import Metric
from km_graph.graph import KnowledgeGraph
from km_graph.paths import Path
from km_graph.relation_path import RelationPath

_GRAPH = KnowledgeGraph.from_triples([("Paris", "capital_of", "France")])
_PLAN = RelationPath.parse("^capital_of")
_QUESTION = Question(
    "1", "what is the capital of France?", ("France",), ("Paris",), relation_paths=(_PLAN,), hops=1
)
_EVIDENCE = (Path(("France", "Paris"), _PLAN),)
_PREDICTIONS = {
    "right": Prediction("1", ("Paris",), evidence=_EVIDENCE, relation_paths=(_PLAN,)),
    "wrong": Prediction("1", ("Lyon",)),
    "empty": Prediction("1"),
    "failed": Prediction("1", error="no reply"),
    "strange": Prediction("1", ("", "  ", "???", "The", "Paris", "paris")),
    "long": Prediction("1", ("Paris " * 20_000,), completion="Paris " * 20_000),
    "scored": Prediction("1", ("Paris", "Lyon"), (0.9, 0.1), tokens=7, seconds=0.5),
    "log-scored": Prediction("1", ("Paris",), (-3.5,)),
    "false evidence": Prediction("1", ("Lyon",), evidence=(Path(("France", "Lyon"), _PLAN),)),
}


class MetricContract:
    """Tests of a metric; a subclass supplies the fixture ``metric``."""

    @pytest.fixture
    def metric(self) -> Metric:
        """The metric to test."""
        raise NotImplementedError

    @pytest.fixture(params=_PREDICTIONS)
    def prediction(self, request: pytest.FixtureRequest) -> Prediction:
        """Predictions of every kind."""
        return _PREDICTIONS[request.param]

    def test_is_a_metric(self, metric: Metric) -> None:
        """It has the method of the contract."""
        assert isinstance(metric, Metric)

    @pytest.mark.parametrize("graph", [None, _GRAPH], ids=["no-graph", "graph"])
    def test_gives_finite_numbers(
        self, metric: Metric, prediction: Prediction, graph: KnowledgeGraph | None
    ) -> None:
        """Whatever it names is a finite float."""
        values = metric.score(_QUESTION, prediction, graph)
        assert all(map(math.isfinite, values.values()))

    def test_is_deterministic(self, metric: Metric, prediction: Prediction) -> None:
        """The same arguments give the same numbers."""
        first = dict(metric.score(_QUESTION, prediction, _GRAPH))
        assert first == metric.score(_QUESTION, prediction, _GRAPH)

    def test_changes_nothing(self, metric: Metric, prediction: Prediction) -> None:
        """Its arguments stay as they were."""
        before = copy.deepcopy((_QUESTION, prediction))
        metric.score(_QUESTION, prediction, _GRAPH)
        assert before == (_QUESTION, prediction)

    def test_names_are_words(self, metric: Metric, prediction: Prediction) -> None:
        """Names are what a JSON key and a table heading can be."""
        values = metric.score(_QUESTION, prediction, _GRAPH)
        assert all(name and name == name.strip() and name.isascii() for name in values)

    def test_equal_predictions_score_alike(self, metric: Metric) -> None:
        """What is scored is the record, not the object."""
        one = Prediction("1", ("Paris",), evidence=_EVIDENCE, relation_paths=(_PLAN,))
        other = copy.deepcopy(one)
        assert metric.score(_QUESTION, one, _GRAPH) == metric.score(_QUESTION, other, _GRAPH)

    def test_scores_questions_of_which_nothing_is_known(
        self, metric: Metric, prediction: Prediction
    ) -> None:
        """A question without gold answers and paths is no error."""
        metric.score(Question("1", "why?"), prediction, None)
