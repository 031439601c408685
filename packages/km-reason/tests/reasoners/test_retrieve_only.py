import numpy as np
import pytest

from km_data.records import Question
from km_graph.graph import KnowledgeGraph
from km_graph.reference import ReferenceWalker
from km_reason.contracts import Reasoner
from km_reason.reasoners.retrieve_only import RetrieveOnlyReasoner, chances
from km_reason.testing import ReasonerContract, film_graph


class TestRetrieveOnlyReasoner(ReasonerContract):
    def reasoner(self) -> Reasoner:
        return RetrieveOnlyReasoner(ReferenceWalker())


def test_chances_are_those_of_random_walks_that_end_at_a_topic() -> None:
    graph = KnowledgeGraph.from_triples(
        [("a", "r", "b"), ("a", "s", "b"), ("c", "r", "a"), ("c", "r", "d")]
    )
    # From a: two of three edges lead to b. From b every edge leads back, from c one of two does.
    assert pytest.approx([0, 2 / 3, 1 / 3, 0]) == chances(graph, [0], hops=1).tolist()
    assert pytest.approx([0, 0, 0, 1 / 6]) == chances(graph, [0], hops=2).tolist()


def test_chances_agree_with_sampled_walks() -> None:
    graph = film_graph()
    start = graph.entities.id("Heat")
    walks = ReferenceWalker().random_walks(
        graph, np.full(1, start, np.int32), hops=3, walks_per_start=4000, seed=3
    )
    sampled = np.zeros(graph.n_entities)
    for _, entities, _ in walks.rows():
        if start not in entities[1:]:
            sampled[entities[-1]] += 1 / 4000
    assert sampled == pytest.approx(chances(graph, [start], hops=3), abs=0.04)


@pytest.mark.parametrize(
    ("own", "of_question", "walked"), [(1, 3, 1), (2, 3, 2), (None, 1, 1), (None, None, 2)]
)
def test_walks_as_far_as_told(own: int | None, of_question: int | None, walked: int) -> None:
    reasoner = RetrieveOnlyReasoner(ReferenceWalker(), hops=own, max_answers=None)
    question = Question("q", "Heat", ("Heat",), hops=of_question)
    found = reasoner.answer(film_graph(), [question])[0]
    assert walked == max(len(path.relation_path) for path in found.evidence)


def test_entity_without_edges_near_has_no_answer() -> None:
    graph = KnowledgeGraph.from_triples([("a", "r", "a"), ("b", "r", "c")])
    found = RetrieveOnlyReasoner(ReferenceWalker()).answer(graph, [Question("q", "a", ("a",))])[0]
    assert (found.answers, found.error) == ((), None)


def test_gives_as_many_answers_as_asked_for() -> None:
    reasoner = RetrieveOnlyReasoner(ReferenceWalker(), max_answers=2)
    found = reasoner.answer(film_graph(), [Question("q", "Heat", ("Heat",))])[0]
    assert len(found.answers) == len(found.evidence) == 2
