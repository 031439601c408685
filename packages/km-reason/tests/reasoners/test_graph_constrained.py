from pathlib import Path

import pytest

from km_data.records import Question
from km_graph.errors import ConfigError
from km_graph.graph import KnowledgeGraph
from km_graph.walkers import load_walker
from km_reason.contracts import REASONERS, Reasoner
from km_reason.models.local import LocalModel
from km_reason.models.replay import ReplayModel
from km_reason.reasoners.graph_constrained import GraphConstrainedReasoner
from km_reason.testing import ReasonerContract
from km_reason.testing.films import film_graph, film_questions
from km_reason.testing.tiny_llama import make_base

WALKER = load_walker("reference")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> LocalModel:
    return LocalModel(str(make_base(tmp_path_factory.mktemp("base"), positions=768)))


class TestGraphConstrained(ReasonerContract):
    @pytest.fixture(autouse=True)
    def _model(self, model: LocalModel) -> None:
        self.model = model

    def reasoner(self) -> Reasoner:
        return REASONERS.load("graph-constrained")(self.model, WALKER, hops=2, beams=4)


def test_answers_are_ends_of_paths_from_the_topic(model: LocalModel) -> None:
    reasoner = GraphConstrainedReasoner(model, WALKER, hops=2, beams=50, max_evidence=9)
    found = reasoner.answer(film_graph(), film_questions()[:1])[0]
    assert set(found.answers) >= {"Michael Mann", "Al Pacino", "Robert De Niro", "Ouroboros"}
    assert "Heat" not in found.answers
    assert {path.entities[0] for path in found.evidence} == {"Heat"}
    assert list(found.scores) == sorted(found.scores, reverse=True)
    assert sum(found.scores) <= 1 + 1e-6


@pytest.mark.parametrize("decoding", ["beams", "diverse", "sample"])
def test_every_way_of_decoding_stays_in_the_graph(model: LocalModel, decoding: str) -> None:
    reasoner = GraphConstrainedReasoner(model, WALKER, hops=2, beams=4, decoding=decoding)
    graph = film_graph()
    for found in reasoner.answer(graph, film_questions()):
        assert found.answers
        assert all(triple in graph for path in found.evidence for triple in path.triples())


def test_changed_graph_changes_the_answers(model: LocalModel) -> None:
    reasoner = GraphConstrainedReasoner(model, WALKER, hops=1, beams=3)
    question = Question("1", "where does Ann live?", ("Ann",))
    before = KnowledgeGraph.from_triples([("Ann", "lives_in", "Rome")])
    after = KnowledgeGraph.from_triples([("Ann", "lives_in", "Oslo")])
    assert [("Rome",), ("Oslo",)] == [
        reasoner.answer(graph, [question])[0].answers for graph in (before, after)
    ]


def test_topic_without_edges_has_no_answer(model: LocalModel) -> None:
    graph = KnowledgeGraph.from_triples([("Ann", "is", "Ann"), ("Bob", "likes", "Eve")])
    reasoner = GraphConstrainedReasoner(model, WALKER, hops=1, beams=3)
    found = reasoner.answer(graph, [Question("1", "who is Ann?", ("Ann",))])[0]
    assert found.answers == ()
    assert found.error is None


def test_model_that_cannot_be_constrained_is_refused(tmp_path: Path) -> None:
    (tmp_path / "c.jsonl").write_text('{"prompt": "p", "completions": []}\n')
    with pytest.raises(ConfigError, match="ReplayModel cannot be constrained"):
        GraphConstrainedReasoner(ReplayModel(tmp_path / "c.jsonl"), WALKER)
