import numpy as np
import pytest

from km_data.records import Question
from km_graph.graph import KnowledgeGraph
from km_graph.reference import ReferenceWalker
from km_reason.contracts import Reasoner
from km_reason.reasoners.retrieve_only import RetrieveOnlyReasoner, visits
from km_reason.testing import ReasonerContract, film_graph


class TestRetrieveOnlyReasoner(ReasonerContract):
    def reasoner(self) -> Reasoner:
        return RetrieveOnlyReasoner(ReferenceWalker())


def test_visits_are_the_chances_of_random_walks() -> None:
    graph = KnowledgeGraph.from_triples([("a", "r", "b"), ("a", "s", "b"), ("c", "r", "a")])
    # From a: two of three edges lead to b. From b and c every edge leads back to a.
    assert pytest.approx(visits(graph, [0], hops=1).tolist()) == [0.0, 2 / 3, 1 / 3]
    assert pytest.approx(visits(graph, [0], hops=2).tolist()) == [0.5, 2 / 3, 1 / 3]


def test_visits_agree_with_sampled_walks() -> None:
    graph = film_graph()
    start = graph.entities.id("Heat")
    walks = ReferenceWalker().random_walks(
        graph, np.full(1, start, np.int32), hops=2, walks_per_start=4000, seed=3
    )
    sampled = np.zeros(graph.n_entities)
    for _, entities, _ in walks.rows():
        for hop, entity in enumerate(entities[1:]):
            sampled[entity] += 0.5**hop / 4000
    assert sampled == pytest.approx(visits(graph, [start], hops=2), abs=0.04)


@pytest.mark.parametrize(("hops", "farthest"), [(1, 1), (2, 2)])
def test_looks_as_far_as_told(hops: int, farthest: int) -> None:
    reasoner = RetrieveOnlyReasoner(ReferenceWalker(), hops=hops, max_answers=None)
    found = reasoner.answer(film_graph(), [Question("q", "Heat", ("Heat",), hops=3)])[0]
    assert farthest == max(len(path.relation_path) for path in found.evidence)


def test_entity_without_edges_near_has_no_answer() -> None:
    graph = KnowledgeGraph.from_triples([("a", "r", "a"), ("b", "r", "c")])
    found = RetrieveOnlyReasoner(ReferenceWalker()).answer(graph, [Question("q", "a", ("a",))])[0]
    assert (found.answers, found.error) == ((), None)


def test_gives_as_many_answers_as_asked_for() -> None:
    reasoner = RetrieveOnlyReasoner(ReferenceWalker(), max_answers=2)
    found = reasoner.answer(film_graph(), [Question("q", "Heat", ("Heat",))])[0]
    assert 2 == len(found.answers) == len(found.evidence)
