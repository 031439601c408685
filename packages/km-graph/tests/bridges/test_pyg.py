import subprocess
import sys

import pytest

from km_graph.bridges.pyg import to_pyg
from km_graph.errors import MissingDependencyError
from km_graph.graph import KnowledgeGraph

GRAPH = KnowledgeGraph.from_triples([("a", "r", "b"), ("b", "s", "a"), ("b", "s", "c")])

PROGRAM = """
import warnings
warnings.simplefilter("ignore")  # what torch_geometric itself does wrong is not the matter here
from km_graph.bridges.pyg import to_pyg
from km_graph.graph import KnowledgeGraph
graph = KnowledgeGraph.from_triples([("a", "r", "b"), ("b", "s", "a"), ("b", "s", "c")])
data = to_pyg(graph)
data.validate()
print(data.edge_index.tolist(), data.edge_type.tolist(), data.num_nodes)
"""


def test_has_the_ids_of_the_graph():
    pytest.importorskip("torch", reason="PyTorch is not installed")
    command = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if "km-graph[pyg]" in done.stderr:
        pytest.skip("PyTorch Geometric is not installed")
    assert done.stdout == "[[0, 1, 1], [1, 0, 2]] [0, 1, 1] 3\n", done.stderr


def test_without_pytorch_geometric_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch_geometric", None)
    monkeypatch.setitem(sys.modules, "torch_geometric.data", None)
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(MissingDependencyError, match=r"pip install 'km-graph\[pyg\]'"):
        to_pyg(GRAPH)
