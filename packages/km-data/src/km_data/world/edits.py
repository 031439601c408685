"""Changes of the world graph after which a question has another answer, or none."""

from collections.abc import Iterable

from km_data.graph_tasks.draws import Draws
from km_data.world.facts import Edit, Facts, Followed
from km_graph.graph import Triple
from km_graph.relation_path import Hop, RelationPath

MAX_REMOVED = 8
_TRIES = 20
_SYMMETRIC = "borders"


def counterfactual(facts: Facts, topic: str, path: RelationPath, draws: Draws) -> Edit | None:
    """One fact on the way replaced by another of its kind, so that a new answer comes in.

    None if none is found in a few tries.
    """
    before = facts.follow(topic, path)
    for _ in range(_TRIES):
        place = draws.below(len(path))
        edge = draws.choice(before.edges[place])
        other = draws.choice(_same_kind(facts, path[place]))
        edit = _replaced(edge, path[place], other)
        after = facts.edited(edit).follow(topic, path)
        known = other in facts.ends(_start(edge, path[place]), path[place])
        if not known and other not in edge and set(after.answers) - set(before.answers):
            return edit
    return None


def silence(facts: Facts, topic: str, path: RelationPath, draws: Draws) -> Edit | None:
    """All facts of one hop taken away, so that the graph does not say.

    None if that would be too many.
    """
    before: Followed = facts.follow(topic, path)
    few = [edges for edges in before.edges if 1 <= len(edges) <= MAX_REMOVED]
    if not few:
        return None
    edit = Edit(removed=_both_ways(draws.choice(few)))
    return None if facts.edited(edit).follow(topic, path).answers else edit


def _same_kind(facts: Facts, hop: Hop) -> list[str]:
    """What a hop of this relation ever leads to."""
    return facts.starts(Hop(hop.relation, not hop.inverse))


def _start(edge: Triple, hop: Hop) -> str:
    return edge.tail if hop.inverse else edge.head


def _replaced(edge: Triple, hop: Hop, other: str) -> Edit:
    head, relation, tail = edge
    instead = Triple(other, relation, tail) if hop.inverse else Triple(head, relation, other)
    return Edit(_both_ways([edge]), _both_ways([instead]))


def _both_ways(triples: Iterable[Triple]) -> tuple[Triple, ...]:
    """The triples, and what states the same from the other side."""
    both = set(triples)
    both |= {Triple(tail, name, head) for head, name, tail in both if name == _SYMMETRIC}
    return tuple(sorted(both))
