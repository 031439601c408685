"""Facts that are true and beside the point: those that a careless reader would take."""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence

from km_data.graph_tasks.draws import Draws
from km_data.world.facts import Facts, triple_of
from km_graph.graph import Triple
from km_graph.relation_path import Hop

MAX_DISTRACTORS = 24
_LOOK_ALIKES = 2


def distractors(facts: Facts, gold: Collection[Triple], draws: Draws) -> list[Triple]:
    """Other facts about the same entities, and the same facts about entities of like names."""
    found = sorted({*_similar_relations(facts, gold), *_similar_entities(facts, gold)} - set(gold))
    return draws.sample(found, min(MAX_DISTRACTORS, len(found)))


def _similar_relations(facts: Facts, gold: Collection[Triple]) -> Iterator[Triple]:
    relations = {triple.relation for triple in gold}
    entities = {entity for head, _, tail in gold for entity in (head, tail)}
    for entity in sorted(entities):
        yield from (t for t in facts.stated_of(entity) if t.relation not in relations)


def _similar_entities(facts: Facts, gold: Collection[Triple]) -> Iterator[Triple]:
    for relation in sorted({triple.relation for triple in gold}):
        hop = Hop(relation, inverse=False)
        heads = facts.starts(hop)
        for name in sorted({triple.head for triple in gold if triple.relation == relation}):
            for other in _look_alikes(name, heads):
                yield triple_of(other, hop, min(facts.ends(other, hop)))


def _look_alikes(name: str, names: Sequence[str]) -> list[str]:
    """The names before and after in the alphabet, which begin most like it."""
    place = bisect_left(names, name)
    around = names[max(0, place - 1) : place + 2]
    return [other for other in around if other != name][:_LOOK_ALIKES]
