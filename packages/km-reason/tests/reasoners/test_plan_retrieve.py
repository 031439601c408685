from collections.abc import Sequence
from typing import Any

import pytest

from km_data.records import Prediction, Question
from km_graph.graph import KnowledgeGraph
from km_graph.paths import Path, PathBatch
from km_graph.reference import ReferenceWalker
from km_graph.relation_path import RelationPath
from km_reason.contracts import Plan, Reasoner
from km_reason.planners.oracle import OraclePlanner
from km_reason.reasoners.plan_retrieve import PlanRetrieveReasoner
from km_reason.testing import ODD, TRIPLES, ReasonerContract, film_graph, film_questions

QUESTION = Question("q", "who directed Heat?", ("Heat",))


class TestPlanRetrieveReasoner(ReasonerContract):
    def reasoner(self) -> Reasoner:
        return PlanRetrieveReasoner(OraclePlanner(), ReferenceWalker())


class Proposing:
    """A planner that proposes the same to every question."""

    def __init__(self, *plans: tuple[str, float]) -> None:
        self.plans = [Plan(RelationPath.parse(path), score) for path, score in plans]

    def plan(
        self, graph: KnowledgeGraph, questions: Sequence[Question], **_: Any
    ) -> list[list[Plan]]:
        return [list(self.plans) for _ in questions]


def answer(
    *plans: tuple[str, float],
    graph: KnowledgeGraph | None = None,
    question: Question = QUESTION,
    **settings: Any,
) -> Prediction:
    reasoner = PlanRetrieveReasoner(Proposing(*plans), ReferenceWalker(), **settings)
    return reasoner.answer(graph or film_graph(), [question])[0]


def test_answers_with_the_ends_and_the_path_to_each() -> None:
    found = answer(("starred_actors", 1.0))
    assert found.answers == ("Al Pacino", "Robert De Niro")
    path = RelationPath.parse("starred_actors")
    assert Path(("Heat", "Al Pacino"), path) == found.evidence[0]
    assert Path(("Heat", "Robert De Niro"), path) == found.evidence[1]


def test_plan_with_a_relation_the_graph_lacks_does_not_survive() -> None:
    found = answer(("produced_by", 0.9), ("directed_by", 0.1))
    assert (RelationPath.parse("directed_by"),) == found.relation_paths
    assert found.answers == ("Michael Mann",)


def test_plan_the_graph_cannot_follow_does_not_survive() -> None:
    found = answer(("directed_by/starred_actors", 0.9), ("directed_by", 0.1))
    assert (RelationPath.parse("directed_by"),) == found.relation_paths


def test_walk_does_not_return_to_the_topic() -> None:
    found = answer(("directed_by/^directed_by", 1.0))
    assert found.answers == ("Insider, The",)
    found = answer(("directed_by/^directed_by/starred_actors", 1.0))
    assert found.answers == ("Al Pacino",)


def test_empty_relation_path_does_not_survive() -> None:
    assert answer(("", 1.0)).relation_paths == ()


def test_the_graph_does_not_say() -> None:
    found = answer(("produced_by", 1.0))
    assert Prediction("q") == Prediction("q", found.answers, error=found.error)
    assert found.evidence == ()


def test_no_plan_no_answer() -> None:
    found = answer()
    assert (found.answers, found.error) == ((), None)


def test_keeps_all_surviving_plans_but_answers_from_the_best() -> None:
    found = answer(("directed_by", 0.6), ("starred_actors", 0.4))
    assert list(map(str, found.relation_paths)) == ["directed_by", "starred_actors"]
    assert found.answers == ("Michael Mann",)
    assert found.scores == (0.6,)


def test_answers_from_several_plans_best_first() -> None:
    found = answer(("directed_by", 0.6), ("starred_actors", 0.4), top_paths=2)
    assert found.answers == ("Michael Mann", "Al Pacino", "Robert De Niro")
    assert found.scores == (0.6, 0.4, 0.4)


def test_answer_of_two_plans_is_given_once() -> None:
    found = answer(("starred_actors", 0.6), ("^sequel_of/sequel_of/starred_actors", 0.4),
                   ("directed_by/^directed_by/starred_actors", 0.3), top_paths=3)  # fmt: skip
    assert found.answers == ("Al Pacino", "Robert De Niro")


def test_more_walks_rank_higher() -> None:
    graph = KnowledgeGraph.from_triples(
        [("t", "r", "m1"), ("t", "r", "m2"), ("m1", "s", "z"), ("m2", "s", "z"), ("m1", "s", "a")]
    )
    question = Question("q", "about t", ("t",))
    assert answer(("r/s", 1.0), graph=graph, question=question).answers == ("z", "a")


def test_shows_as_much_evidence_as_asked_for() -> None:
    question = Question("q", "who worked with Michael Mann?", ("Michael Mann",))
    found = answer(("^directed_by/starred_actors", 1.0), question=question, max_evidence=2)
    assert found.answers == ("Al Pacino", "Robert De Niro")
    films = [path.entities[1] for path in found.evidence]
    assert films == ["Heat", "Insider, The", "Heat"]


def test_gives_as_many_answers_as_asked_for() -> None:
    found = answer(("starred_actors", 1.0), max_answers=1)
    assert found.answers == ("Al Pacino",)
    assert 1 == len(found.evidence) == len(found.scores)


def test_what_several_topics_lead_to_comes_first() -> None:
    question = Question("q", "who starred in both?", ("Heat", ODD))
    graph = KnowledgeGraph.from_triples([*TRIPLES, ("Heat", "starred_actors", "Aaron")])
    found = answer(("starred_actors", 1.0), graph=graph, question=question)
    assert found.answers == ("Al Pacino", "Aaron", "Robert De Niro")


def test_topic_is_never_an_answer() -> None:
    question = Question("q", "Al Pacino and Robert De Niro", ("Al Pacino", "Robert De Niro"))
    assert answer(("^starred_actors/starred_actors", 1.0), question=question).answers == ()


def test_topic_given_twice_counts_once() -> None:
    question = Question("q", "Heat and Heat", ("Heat", "Heat"))
    found = answer(("starred_actors", 1.0), question=question, max_evidence=5)
    assert len(found.evidence) == 2


def test_plan_that_only_one_topic_can_follow_survives() -> None:
    question = Question("q", "Heat or Al Pacino?", ("Heat", "Al Pacino"))
    assert answer(("directed_by", 1.0), question=question).answers == ("Michael Mann",)


def test_edit_of_a_triple_changes_answer_and_evidence() -> None:
    edited = [t for t in TRIPLES if t[:2] != ("Heat", "directed_by")]
    graph = KnowledgeGraph.from_triples([*edited, ("Heat", "directed_by", "Agnès Varda")])
    found = answer(("directed_by", 1.0), graph=graph)
    assert found.answers == ("Agnès Varda",)
    assert found.evidence[0].triples() == (("Heat", "directed_by", "Agnès Varda"),)
    assert answer(("directed_by", 1.0), graph=KnowledgeGraph.from_triples(edited)).answers == ()


def test_batch_gives_what_single_questions_give() -> None:
    reasoner = PlanRetrieveReasoner(OraclePlanner(), ReferenceWalker(), top_paths=2)
    graph, questions = film_graph(), film_questions() * 3
    together = reasoner.answer(graph, questions)
    alone = [reasoner.answer(graph, [question])[0] for question in questions]
    assert [p.answers for p in alone] == [p.answers for p in together]
    assert [p.evidence for p in alone] == [p.evidence for p in together]


def test_more_questions_than_one_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("km_reason.reasoners.plan_retrieve._BATCH", 2)
    reasoner = PlanRetrieveReasoner(OraclePlanner(), ReferenceWalker())
    bad = Question("bad", "who?", ("nobody",))
    questions = [bad, *film_questions(), bad]
    found = reasoner.answer(film_graph(), questions)
    assert [question.id for question in questions] == [item.id for item in found]
    assert sum(item.error is not None for item in found) == 2


class Lying(ReferenceWalker):
    """A walker that says every walk led to the first entity."""

    def follow(self, *args: Any, **settings: Any) -> PathBatch:
        batch = super().follow(*args, **settings)
        batch.entities[batch.offsets[1:] + range(len(batch))] = 0
        return batch


def test_evidence_that_is_not_in_the_graph_is_an_error_not_an_answer() -> None:
    reasoner = PlanRetrieveReasoner(Proposing(("directed_by", 1.0)), Lying())
    found = reasoner.answer(film_graph(), [QUESTION])[0]
    assert found.error == "Lying returned a path that is not in the graph; report this walker"
    assert (found.answers, found.evidence) == ((), ())
