"""What a graph looks like, in numbers and in a picture."""

from km_graph.statistics.connectivity import components
from km_graph.statistics.summary import (
    DegreeBand,
    GraphStatistics,
    RelationCount,
    degrees,
    statistics,
)

__all__ = [
    "DegreeBand",
    "GraphStatistics",
    "RelationCount",
    "components",
    "degrees",
    "statistics",
]
