"""What a graph looks like in numbers."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from km_graph.graph import KnowledgeGraph
from km_graph.statistics.connectivity import components
from km_graph.statistics.inverse_relations import InversePair, inverse_pairs
from km_graph.statistics.label_problems import LabelProblem, label_problems


class DegreeBand(NamedTuple):
    """How many entities have a degree in ``low .. high``."""

    low: int
    high: int
    entities: int


class RelationCount(NamedTuple):
    """How many triples a relation has."""

    relation: str
    triples: int


class GraphStatistics(NamedTuple):
    """Counts of a graph.

    Attributes:
        entities: Distinct entities.
        relations: Distinct relations.
        triples: Distinct triples.
        attributes: Distinct attributes.
        repeated: Triples the source stated again, if that is known.
        self_loops: Triples from an entity to itself.
        isolated: Entities without a triple.
        components: Weakly connected parts.
        largest_component: Entities in the largest part.
        mean_degree: Edges at an entity, either direction, on average.
        max_degree: Most edges at one entity.
        busiest: That entity.
        degrees: Entities by degree, in bands that double.
        top_relations: Relations with most triples, and how many.
        inverse_pairs: Relations that state each other's triples backwards, most triples first.
        symmetric_relations: Relations that state their own triples backwards.
        label_problems: Labels that are likely to make trouble.
    """

    entities: int
    relations: int
    triples: int
    attributes: int
    repeated: int | None
    self_loops: int
    isolated: int
    components: int
    largest_component: int
    mean_degree: float
    max_degree: int
    busiest: str
    degrees: tuple[DegreeBand, ...]
    top_relations: tuple[RelationCount, ...]
    inverse_pairs: tuple[InversePair, ...]
    symmetric_relations: tuple[InversePair, ...]
    label_problems: tuple[LabelProblem, ...]

    def as_dict(self) -> dict[str, Any]:
        """The same for JSON: rows of tables are objects with named fields."""
        return {
            name: [row._asdict() for row in value] if isinstance(value, tuple) else value
            for name, value in self._asdict().items()
        }


def statistics(
    graph: KnowledgeGraph, *, top: int = 10, repeated: int | None = None
) -> GraphStatistics:
    """The counts of a graph that is not empty; of each list the first ``top``.

    Example:
        >>> graph = KnowledgeGraph.from_triples([("a", "r", "b"), ("c", "r", "d")])
        >>> statistics(graph).components
        2
    """
    graph = graph.compacted()  # entities whose last triple is gone are not counted
    degree = degrees(graph)
    sizes = np.bincount(components(graph))
    counts = np.bincount(graph.forward.relations, minlength=graph.n_relations)
    first = np.argsort(-counts, kind="stable")[:top].tolist()
    busiest = int(degree.argmax())
    pairs = inverse_pairs(graph)
    return GraphStatistics(
        entities=graph.n_entities,
        relations=graph.n_relations,
        triples=graph.n_triples,
        attributes=len(graph.attribute_table or ()),
        repeated=repeated,
        self_loops=int(np.count_nonzero(graph.forward.sources() == graph.forward.neighbors)),
        isolated=int(np.count_nonzero(degree == 0)),
        components=int(np.count_nonzero(sizes)),
        largest_component=int(sizes.max()),
        mean_degree=float(degree.mean()),
        max_degree=int(degree[busiest]),
        busiest=graph.entities[busiest],
        degrees=_bands(degree),
        top_relations=tuple(RelationCount(graph.relations[i], int(counts[i])) for i in first),
        inverse_pairs=tuple(pair for pair in pairs if pair.relation != pair.inverse)[:top],
        symmetric_relations=tuple(pair for pair in pairs if pair.relation == pair.inverse)[:top],
        label_problems=(*label_problems(graph.entities), *label_problems(graph.relations)),
    )


def degrees(graph: KnowledgeGraph) -> NDArray[np.int64]:
    """The edges at every entity, either direction; a self-loop counts twice."""
    found: NDArray[np.int64] = np.diff(graph.forward.offsets) + np.diff(graph.backward.offsets)
    return found


def _bands(degree: NDArray[np.int64]) -> tuple[DegreeBand, ...]:
    bands = [DegreeBand(0, 0, int(np.count_nonzero(degree == 0)))]
    low = 1
    while low <= degree.max():
        inside = np.count_nonzero((degree >= low) & (degree < 2 * low))
        bands.append(DegreeBand(low, 2 * low - 1, int(inside)))
        low *= 2
    return tuple(bands if bands[0].entities else bands[1:])
