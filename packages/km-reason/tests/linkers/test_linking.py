from km_data.prompts import masked
from km_data.records import Question
from km_graph.graph import KnowledgeGraph
from km_reason.linkers.exact import ExactLinker
from km_reason.linkers.linking import linked, near_names


def test_question_gets_topics_and_mentions(graph: KnowledgeGraph) -> None:
    question = linked([Question("1", "was Heat better than Heat?")], ExactLinker(graph))[0]
    assert question.topics == ("Heat",)
    assert masked(question) == "was [topic] better than [topic]?"


def test_question_with_topics_stays_as_it_is(graph: KnowledgeGraph) -> None:
    question = Question("1", "was Heat good?", ("Al Pacino",))
    assert [question] == linked([question], ExactLinker(graph))


def test_question_that_names_nothing_has_no_topic(graph: KnowledgeGraph) -> None:
    assert linked([Question("1", "why?")], ExactLinker(graph))[0].topics == ()


def test_near_names_of_a_misspelt_one(graph: KnowledgeGraph) -> None:
    assert "Al Pacino" in near_names(graph, "which films did Al Paccino star in?")
    assert "Heat" in near_names(graph, "who directed heet?")


def test_no_near_name(graph: KnowledgeGraph) -> None:
    assert near_names(graph, "what is this?") == ()
