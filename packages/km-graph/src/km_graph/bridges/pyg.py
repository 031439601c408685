"""Knowledge graphs as PyTorch Geometric data."""

from importlib import import_module
from typing import Any

import numpy as np

from km_graph.errors import MissingDependencyError
from km_graph.graph import KnowledgeGraph


def to_pyg(graph: KnowledgeGraph) -> Any:
    """A ``torch_geometric.data.Data``: ``edge_index``, ``edge_type`` and ``num_nodes``.

    Nodes and edge types have the ids of the graph, so ``graph.entities[i]`` is the label of
    node ``i`` and ``graph.relations[t]`` that of type ``t``. Edges are in order of their ids;
    none is added in the other direction.

    Raises:
        MissingDependencyError: If PyTorch or PyTorch Geometric is not installed.
    """
    try:
        torch: Any = import_module("torch")
        data: Any = import_module("torch_geometric.data")
    except ModuleNotFoundError as error:
        raise MissingDependencyError("the PyTorch Geometric bridge", "km-graph[pyg]") from error
    rows = torch.from_numpy(graph.triple_ids().astype(np.int64))
    return data.Data(
        edge_index=rows[:, [0, 2]].t().contiguous(),
        edge_type=rows[:, 1].contiguous(),
        num_nodes=graph.n_entities,
    )
