"""Where relation paths lead, labels in and labels out."""

from collections.abc import Sequence

import numpy as np

from km_graph.graph import KnowledgeGraph
from km_graph.paths import Groups
from km_graph.relation_path import RelationPath
from km_graph.walkers import PathFinder


def answers_along(
    graph: KnowledgeGraph, pairs: Sequence[tuple[str, RelationPath]], *, walker: PathFinder
) -> list[tuple[str, ...]]:
    """The entities that each relation path ends in from its topic, sorted by label.

    A path never comes back to its topic, so a topic is no answer to its own question.

    Raises:
        UnknownLabelError: If the graph lacks a topic or a relation.
    """
    sources = graph.entities.ids(topic for topic, _ in pairs)
    hops = Groups.of([graph.relation_ids(path).tolist() for _, path in pairs])
    batch = walker.follow(graph, sources, hops, allow_return=False)
    ends = batch.ends()
    found = (np.unique(ends[np.asarray(batch.of_owner(i), int)]) for i in range(len(pairs)))
    return [tuple(graph.entities[e] for e in entities.tolist()) for entities in found]
