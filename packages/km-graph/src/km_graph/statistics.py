"""What a graph looks like in numbers."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from km_graph.graph import KnowledgeGraph


class DegreeBand(NamedTuple):
    """How many entities have a degree in ``low .. high``."""

    low: int
    high: int
    entities: int


class GraphStatistics(NamedTuple):
    """Counts of a graph.

    Attributes:
        entities: Distinct entities.
        relations: Distinct relations.
        triples: Distinct triples.
        components: Weakly connected parts.
        largest_component: Entities in the largest part.
        mean_degree: Edges at an entity, either direction, on average.
        max_degree: Most edges at one entity.
        busiest: That entity.
        degrees: Entities by degree, in bands that double.
        top_relations: Relations with most triples, and how many.
    """

    entities: int
    relations: int
    triples: int
    components: int
    largest_component: int
    mean_degree: float
    max_degree: int
    busiest: str
    degrees: tuple[DegreeBand, ...]
    top_relations: tuple[tuple[str, int], ...]


def statistics(graph: KnowledgeGraph, *, top: int = 10) -> GraphStatistics:
    """The counts of a graph that is not empty.

    Example:
        >>> graph = KnowledgeGraph.from_triples([("a", "r", "b"), ("c", "r", "d")])
        >>> statistics(graph).components
        2
    """
    degree = np.diff(graph.forward.offsets) + np.diff(graph.backward.offsets)
    sizes = np.bincount(components(graph))
    counts = np.bincount(graph.forward.relations, minlength=graph.n_relations)
    first = np.argsort(-counts, kind="stable")[:top].tolist()
    busiest = int(degree.argmax())
    return GraphStatistics(
        entities=graph.n_entities,
        relations=graph.n_relations,
        triples=graph.n_triples,
        components=int(np.count_nonzero(sizes)),
        largest_component=int(sizes.max()),
        mean_degree=float(degree.mean()),
        max_degree=int(degree[busiest]),
        busiest=graph.entities[busiest],
        degrees=_bands(degree),
        top_relations=tuple((graph.relations[i], int(counts[i])) for i in first),
    )


def components(graph: KnowledgeGraph) -> NDArray[np.int64]:
    """For every entity the least entity id it is connected to, directions ignored.

    Labels sink to the least along edges and then along their own pointers, so the number of
    rounds grows with the logarithm of the longest chain and not with its length.
    """
    heads = np.repeat(np.arange(graph.n_entities), np.diff(graph.forward.offsets))
    tails = graph.forward.neighbors
    label = np.arange(graph.n_entities)
    while True:
        low = np.minimum(label[heads], label[tails])
        if (label[heads] == label[tails]).all():
            return label
        np.minimum.at(label, label[heads], low)
        np.minimum.at(label, label[tails], low)
        while (label[label] != label).any():
            label = label[label]


def _bands(degree: NDArray[np.int64]) -> tuple[DegreeBand, ...]:
    bands = [DegreeBand(0, 0, int(np.count_nonzero(degree == 0)))]
    low = 1
    while low <= degree.max():
        inside = np.count_nonzero((degree >= low) & (degree < 2 * low))
        bands.append(DegreeBand(low, 2 * low - 1, int(inside)))
        low *= 2
    return tuple(bands if bands[0].entities else bands[1:])
