from km_data.records import Question
from km_data.world.graph import WORLD
from km_graph.graph import KnowledgeGraph, Triple
from km_graph.relation_path import RelationPath
from km_graph.walkers import load_walker
from km_reason.answering import answer_all
from km_reason.linkers.exact import ExactLinker
from km_reason.reasoners.oracle_path import OraclePathReasoner
from km_reason.testing.films import film_graph, film_questions

REASONER = OraclePathReasoner(load_walker("reference"))
OWN = Question(
    "own",
    "who directed Heat?",
    relation_paths=(RelationPath.parse("directed_by"),),
    triples=(Triple("Heat", "directed_by", "Somebody Else"),),
)


def test_question_with_a_graph_of_its_own_is_asked_of_that() -> None:
    first, last = film_questions()[:2]
    found = answer_all(REASONER, film_graph(), [first, OWN, last], linker=ExactLinker)
    assert ["q1", "own", "q2"] == [item.id for item in found]
    assert ("Michael Mann",) == found[0].answers
    assert ("Somebody Else",) == found[1].answers


def test_without_a_linker_topics_stay_unknown() -> None:
    assert "no entity of the graph" in (answer_all(REASONER, film_graph(), [OWN])[0].error or "")


def test_no_questions() -> None:
    assert answer_all(REASONER, film_graph(), []) == []


def test_edited_world_is_what_edited_questions_are_asked_of() -> None:
    graph = KnowledgeGraph.from_triples(WORLD.read(None))
    path = RelationPath.parse("capital")
    edited = Question("1", "?", ("France",), relation_paths=(path,),
                      triples=(Triple("France", "capital", "Lyon"),))  # fmt: skip
    plain = Question("2", "?", ("France",), relation_paths=(path,))
    assert [("Lyon",), ("Paris",)] == [
        item.answers for item in answer_all(REASONER, graph, [edited, plain])
    ]
