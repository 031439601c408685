from hypothesis import given
from hypothesis import strategies as st

from km_data.following import answers_along
from km_data.graph_tasks.draws import Draws
from km_data.world.edits import counterfactual, silence
from km_data.world.facts import Edit, Facts
from km_graph.graph import KnowledgeGraph, Triple
from km_graph.reference import ReferenceWalker
from km_graph.relation_path import Hop, RelationPath

LABEL = st.sampled_from("abcde")
TRIPLES = st.lists(
    st.builds(Triple, LABEL, st.sampled_from(["r", "s"]), LABEL), min_size=1, max_size=15
)
PATH = st.lists(st.sampled_from(["r", "^r", "s", "^s"]), min_size=1, max_size=3)

FACTS = Facts.of(
    [
        ("France", "capital", "Paris"),
        ("Spain", "capital", "Madrid"),
        ("France", "borders", "Spain"),
        ("Spain", "borders", "France"),
    ]
)
CAPITALS_NEXT_DOOR = RelationPath.parse("borders/capital")


@given(TRIPLES, PATH)
def test_follows_as_a_walker_does(triples: list[Triple], hops: list[str]) -> None:
    path = RelationPath.parse("/".join(hops))
    both = [*triples, Triple("a", "r", "b"), Triple("a", "s", "b")]
    graph = KnowledgeGraph.from_triples(both)
    expected = answers_along(graph, [("a", path)], walker=ReferenceWalker())[0]
    assert expected == Facts.of(both).follow("a", path).answers


@given(TRIPLES, TRIPLES)
def test_edited_facts_are_those_of_the_edited_triples(old: list[Triple], new: list[Triple]) -> None:
    edit = Edit(removed=tuple(old[:2]), added=tuple(new))
    edited = Facts.of(old).edited(edit)
    made = Facts.of((set(old) - set(edit.removed)) | set(new))
    for entity in "abcde":
        assert made.stated_of(entity) == edited.stated_of(entity)
    for hop in (Hop("r", inverse=False), Hop("s", inverse=True)):
        assert made.starts(hop) == edited.starts(hop)


def test_editing_leaves_the_old_facts_alone() -> None:
    FACTS.edited(Edit(removed=(Triple("France", "capital", "Paris"),)))
    assert FACTS.ends("France", Hop("capital", inverse=False)) == {"Paris"}


def test_a_counterfactual_brings_in_a_new_answer() -> None:
    edit = counterfactual(FACTS, "France", RelationPath.parse("capital"), Draws("x"))
    assert edit is not None
    assert edit.removed == (Triple("France", "capital", "Paris"),)
    assert edit.added == (Triple("France", "capital", "Madrid"),)


def test_there_may_be_no_counterfactual() -> None:
    one = Facts.of([("France", "capital", "Paris")])
    assert counterfactual(one, "France", RelationPath.parse("capital"), Draws("x")) is None


def test_silence_takes_a_hop_away_on_both_sides() -> None:
    edits = {silence(FACTS, "France", CAPITALS_NEXT_DOOR, Draws(str(i))) for i in range(20)}
    assert edits == {
        Edit(removed=(Triple("Spain", "capital", "Madrid"),)),
        Edit(removed=(Triple("France", "borders", "Spain"), Triple("Spain", "borders", "France"))),
    }
