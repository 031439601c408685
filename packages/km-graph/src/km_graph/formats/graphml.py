"""GraphML, read with the standard library's expat as it streams by, without a DOCTYPE.

A node is the entity of its id, and its data are attributes. An edge is a triple from source to
target; its relation is one of its data. Entities without an edge or data are not stated.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from km_graph.formats.contracts import Statement
from km_graph.formats.graphml_reading import read_graphml
from km_graph.formats.graphml_writing import write_graphml
from km_graph.formats.reading import DEFAULT, ReadOptions
from km_graph.graph import KnowledgeGraph


@dataclass(frozen=True, slots=True)
class GraphMl:
    """GraphML.

    Attributes:
        relation: The data of an edge that is its relation; ``""`` for the first there is of
            ``relation``, ``label`` and ``key``, then the id of the edge.
        default: The relation of edges that have none.
        suffixes: The file suffixes that mean this format.
    """

    relation: str = ""
    default: str = ""
    suffixes: tuple[str, ...] = (".graphml",)

    def read(self, path: Path, options: ReadOptions = DEFAULT) -> Iterator[Statement]:
        """The attributes of nodes and the triples of edges, as they stand in the file.

        Raises:
            GraphFormatError: If it is not GraphML, or has a document type declaration.
        """
        yield from read_graphml(path, options, relation=self.relation, default=self.default)

    def write(self, graph: KnowledgeGraph, path: Path) -> None:
        """Write all nodes with their attributes, then all edges; see ``GraphWriter``.

        Raises:
            GraphFormatError: If a label holds a character that XML cannot.
        """
        write_graphml(graph, path)


GRAPHML = GraphMl()
