from pathlib import Path

import pytest

from km_reason.assembly import make_model, make_reasoner
from km_reason.options import ReasonOptions
from km_reason.reasoners.plan_retrieve import PlanRetrieveReasoner
from km_reason.reasoners.reading import ReadingReasoner


def test_a_small_planner_and_a_reader_behind_a_server_go_together(
    graph_file: Path, base_model: Path, adapter: Path
) -> None:
    pytest.importorskip("km_eval", reason="needs the backend openai of km-eval")
    options = ReasonOptions(
        graph=graph_file, model=str(base_model), adapter=adapter, reader="model",
        reader_backend="openai", reader_model="large", base_url="http://localhost:1/v1",
    )  # fmt: skip
    reasoner = make_reasoner(options)
    assert isinstance(reasoner, ReadingReasoner)
    assert isinstance(reasoner.reasoner, PlanRetrieveReasoner)
    assert type(reasoner.reasoner.planner.model).__name__ == "LocalModel"
    assert (reasoner.model.model, reasoner.model.base_url) == ("large", "http://localhost:1/v1")


def test_a_model_is_made_once_for_planner_and_reader(graph_file: Path, base_model: Path) -> None:
    reasoner = make_reasoner(ReasonOptions(graph=graph_file, model=str(base_model), reader="model"))
    assert reasoner.model is reasoner.reasoner.planner.model


def test_a_model_may_be_asked_for_in_fewer_bits(
    graph_file: Path, base_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("km_reason.models.quantizing.find_spec", lambda _: None)
    with pytest.raises(ImportError, match="weights in 4bit"):
        make_model(ReasonOptions(graph=graph_file, model=str(base_model), quantize="4bit"))
