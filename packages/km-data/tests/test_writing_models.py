from pathlib import Path

import pytest

from km_data.builders.explanation import EXPLANATION
from km_data.contracts import BuildContext
from km_data.testing import GRAPH, QUESTIONS
from km_data.textualizers.arrows import ARROWS
from km_data.writing_models import load_writing_model
from km_graph.errors import ConfigError, PluginNotFoundError
from km_graph.reference import ReferenceWalker


def test_no_name_is_no_model() -> None:
    assert load_writing_model(None, {}) is None


def test_unknown_model_is_named() -> None:
    with pytest.raises(PluginNotFoundError, match="parrot"):
        load_writing_model("parrot", {})


def test_model_without_what_it_needs_is_an_error() -> None:
    pytest.importorskip("km_eval.baseline.client")
    with pytest.raises(ConfigError, match="model"):
        load_writing_model("openai", {"base_url": "http://127.0.0.1:9/v1"})


def test_server_words_explanations_and_is_asked_once(tmp_path: Path) -> None:
    server = pytest.importorskip("km_eval.testing.server")
    pytest.importorskip("openai")
    with server.serve(reply=lambda _: "It is Paris, or Madrid.") as served:
        options = {
            "model": "m",
            "base_url": served.base_url,
            "cache": str(tmp_path / "replies.sqlite"),
        }
        for _ in range(2):
            model = load_writing_model("openai", options)
            context = BuildContext(ReferenceWalker(), ARROWS, model=model)
            rows = list(EXPLANATION.build(GRAPH, QUESTIONS, context))
            assert [row.completion for row in rows] == [
                "It is Paris, or Madrid.\nAnswers:\nParis",
                "It is Paris, or Madrid.\nAnswers:\nMadrid",
            ]
        assert len(served.requests) == 2
