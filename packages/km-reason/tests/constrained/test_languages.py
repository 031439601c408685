"""Constraints alone, without a model: what they let be written is what the graph has."""

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from km_data.prompts import parse_plan, planning_completion
from km_data.textualizers.arrows import ARROWS
from km_graph.graph import KnowledgeGraph
from km_graph.paths import Groups
from km_graph.paths import Path as GraphPath
from km_graph.walkers import load_walker
from km_reason.constrained.automaton import Written
from km_reason.constrained.constraint import Constraint, ConstraintState
from km_reason.constrained.path_language import PathLanguage
from km_reason.constrained.relation_path_language import RelationPathLanguage

WALKER = load_walker("reference")
LABELS = st.sampled_from(["a", "b", "ab", "a -> r -> b", "b <- r", "c", "a\n", "</PATH>x", "<SEP>"])
TRIPLES = st.lists(
    st.tuples(LABELS, st.sampled_from(["r", "rs", "s t", "r -> x"]), LABELS), min_size=1, max_size=8
)


def characters(texts: Sequence[str]) -> list[list[int]]:
    """A tokenizer of one token a character."""
    return [list(map(ord, text)) for text in texts]


def completions(constraint: Constraint) -> Iterator[tuple[str, Written]]:
    """All that may be written, by trying everything."""
    start = constraint.start()
    left: list[tuple[str, ConstraintState]] = [] if start is None else [("", start)]
    while left:
        text, state = left.pop()
        if not len(state.allowed):
            assert isinstance(state, Written)
            yield text, state
        left += [(text + chr(token), state.after(token)) for token in state.allowed.tolist()]


@settings(max_examples=200, deadline=None)
@given(TRIPLES, st.integers(1, 2))
def test_paths_written_are_the_walks_of_the_graph(
    triples: list[tuple[str, str, str]], max_hops: int
) -> None:
    graph = KnowledgeGraph.from_triples(triples)
    topics = list(range(min(2, graph.n_entities)))
    constraint = PathLanguage(graph, WALKER, characters, max_hops=max_hops).around(topics)
    everywhere = WALKER.all_walks(graph, Groups.of([topics]), max_hops=max_hops).labeled(graph)
    walks = [walk for walk in everywhere if walk.entities[0] not in walk.entities[1:]]
    found = list(completions(constraint))
    assert {f"<PATH>{ARROWS.text(walk)}</PATH>" for walk in walks} == {text for text, _ in found}
    for text, state in found:
        entities, relations = state.value.ids()
        labels = tuple(graph.entities[entity] for entity in entities)
        walk = GraphPath(labels, graph.relation_path(relations))
        assert text == f"<PATH>{ARROWS.text(walk)}</PATH>"


@settings(max_examples=200, deadline=None)
@given(TRIPLES, st.integers(1, 3))
def test_plans_written_are_what_the_graph_can_execute(
    triples: list[tuple[str, str, str]], max_hops: int
) -> None:
    graph = KnowledgeGraph.from_triples(triples)
    topics = list(range(min(2, graph.n_entities)))
    constraint = RelationPathLanguage(graph, WALKER, characters, max_hops=max_hops).around(topics)
    executable = {
        planning_completion(graph.relation_path(relations))
        for topic in topics
        for walk in [WALKER.all_walks(graph, Groups.of([[topic]]), max_hops=max_hops)]
        for relations, entities in (_ids(walk, i) for i in range(len(walk)))
        if topic not in entities[1:]
    }
    assert executable == {text for text, _ in completions(constraint)}


def _ids(batch, i: int) -> tuple[list[int], list[int]]:
    start, stop = int(batch.offsets[i]), int(batch.offsets[i + 1])
    return batch.relations[start:stop].tolist(), batch.entities[start + i : stop + i + 1].tolist()


def test_nothing_else_may_be_written() -> None:
    graph = KnowledgeGraph.from_triples([("a", "r", "b")])
    state = PathLanguage(graph, WALKER, characters).around([0]).start()
    with pytest.raises(KeyError):
        state.after(ord("x"))


def test_hub_is_not_looked_at_before_a_beam_gets_there() -> None:
    hub = [("hub", "r", f"leaf {i}") for i in range(5000)]
    graph = KnowledgeGraph.from_triples([("a", "r", "hub"), *hub])
    asked: list[str] = []

    def tokenize(texts: Sequence[str]) -> list[list[int]]:
        asked.extend(texts)
        return characters(texts)

    state = PathLanguage(graph, WALKER, tokenize).around([graph.entities.id("a")]).start()
    for character in "<PATH>a -> r -> hu":
        state = state.after(ord(character))
    assert len(asked) < 10
    state.after(ord("b"))
    assert len(asked) > 5000


def test_plans_are_parsed_again() -> None:
    graph = KnowledgeGraph.from_triples([("a", "r", "b"), ("c", "s", "b")])
    constraint = RelationPathLanguage(graph, WALKER, characters).around([graph.entities.id("a")])
    found = [parse_plan(text) for text, _ in completions(constraint)]
    assert {"r", "r/^s", "r/^s/s"} == set(map(str, found))
