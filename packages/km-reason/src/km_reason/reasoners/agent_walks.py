"""The walks of an agent: where it is, where it may go, and how that reads."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from km_data.escaping import escaped
from km_data.textualizers.arrows import ARROWS
from km_graph.graph import KnowledgeGraph
from km_graph.paths import PathBatch
from km_reason.constrained.edges import edges_of


class Walk(NamedTuple):
    """A walk in ids, from a topic; a relation is ``~r`` where it is walked tail to head."""

    entities: tuple[int, ...]
    relations: tuple[int, ...] = ()


class Way(NamedTuple):
    """A walk, and a relation that it may go on along."""

    walk: Walk
    relation: int


def ways_on(graph: KnowledgeGraph, walks: Iterable[Walk]) -> list[Way]:
    """How walks may go on without visiting an entity twice, in order of the walks."""
    ways = []
    for walk in walks:
        relations, entities = edges_of(graph, walk.entities[-1])
        new = relations[~np.isin(entities, walk.entities)]
        ways += [Way(walk, relation) for relation in dict.fromkeys(new.tolist())]
    return ways


def walks_along(graph: KnowledgeGraph, ways: Iterable[Way]) -> list[Walk]:
    """The walks one hop longer, in order of the ways."""
    walks = []
    for walk, relation in ways:
        relations, entities = edges_of(graph, walk.entities[-1])
        on = entities[(relations == relation) & ~np.isin(entities, walk.entities)]
        walks += [
            Walk((*walk.entities, entity), (*walk.relations, relation)) for entity in on.tolist()
        ]
    return walks


def way_text(graph: KnowledgeGraph, way: Way) -> str:
    """A way on in words, open at its end."""
    label = escaped(graph.relations[max(way.relation, ~way.relation)])
    start = escaped(graph.entities[way.walk.entities[-1]])
    if way.walk.relations:
        start = walk_text(graph, way.walk)
    return f"{start} <- {label} <- ?" if way.relation < 0 else f"{start} -> {label} -> ?"


def walk_text(graph: KnowledgeGraph, walk: Walk) -> str:
    """A walk in words."""
    return ARROWS.text(batch_of([walk]).labeled(graph)[0])


def batch_of(walks: Sequence[Walk]) -> PathBatch:
    """Walks of one question as paths."""
    return PathBatch.of([(0, walk.entities, walk.relations) for walk in walks], [False])
