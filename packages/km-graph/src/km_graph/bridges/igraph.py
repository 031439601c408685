"""Knowledge graphs as igraph graphs."""

from importlib import import_module
from typing import Any

import numpy as np

from km_graph.errors import MissingDependencyError
from km_graph.formats.properties import properties
from km_graph.graph import KnowledgeGraph

try:
    _igraph: Any = import_module("igraph")  # by name: it has no types to check against
except ModuleNotFoundError as error:
    raise MissingDependencyError("the igraph bridge", "km-graph[igraph]") from error


def to_igraph(graph: KnowledgeGraph) -> Any:
    """A directed ``igraph.Graph`` whose vertices and edges are in the order of their ids.

    A vertex has its label as ``name`` and its attributes as far as it has any; an edge has its
    relation as ``relation``.

    Example:
        >>> graph = KnowledgeGraph.from_triples([("Paris", "capital_of", "France")])
        >>> to_igraph(graph).vs["name"]
        ['France', 'Paris']
    """
    rows = graph.triple_ids()
    relations = np.array(list(graph.relations), dtype=object)
    made = _igraph.Graph(
        n=graph.n_entities,
        edges=rows[:, [0, 2]],
        directed=True,
        edge_attrs={"relation": relations[rows[:, 1]].tolist()},
    )
    if graph.attribute_table is not None:
        for entity in range(graph.n_entities):
            for key, value in properties(graph.attributes(entity)).items():
                made.vs[entity][key] = value
    made.vs["name"] = list(graph.entities)
    return made
