"""GML through networkx, whose format it is: held in memory whole, so limited in size.

A node is the entity of its label; its attributes are lists called ``attribute`` with a name and
a value, as this writer writes them, and whatever else other programs say of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from km_graph.errors import GraphFormatError, MissingDependencyError
from km_graph.formats.contracts import Statement
from km_graph.formats.encodings import as_utf8
from km_graph.formats.lines import write_lines
from km_graph.formats.property_graphs import PropertyGraph, whole
from km_graph.formats.reading import DEFAULT, ReadOptions
from km_graph.formats.streams import open_stream
from km_graph.graph import KnowledgeGraph
from km_graph.graph.attributes import Attribute

_FIELDS = ("name", "value", "language", "datatype")


@dataclass(frozen=True, slots=True)
class Gml:
    """GML.

    Attributes:
        label: The key of a node that is the label of its entity, such as ``id``.
        relation: The key of an edge that is its relation; ``""`` for the first there is of
            ``relation``, ``label`` and ``key``.
        default: The relation of edges that have none.
        max_size: The most bytes of a file, which is held in memory whole.
        suffixes: The file suffixes that mean this format.
    """

    label: str = "label"
    relation: str = ""
    default: str = ""
    max_size: int = 1 << 26
    suffixes: tuple[str, ...] = (".gml",)

    def read(self, path: Path, options: ReadOptions = DEFAULT) -> Iterator[Statement]:
        """The attributes of nodes, then the triples of edges.

        Raises:
            GraphFormatError: If it is not GML.
            MissingDependencyError: If networkx is not installed.
        """
        graph = self._graph(path, options)
        made = PropertyGraph(path, options, self.relation, self.default)
        for node, said in graph.nodes(data=True):
            if entity := made.label(node, "node"):
                yield from _attributes(made, entity, said)
        keyed = {"keys": True} if graph.is_multigraph() else {}
        for head, tail, *key, said in graph.edges(data=True, **keyed):
            named = {"key": key[0], **said} if key else said
            if (triple := made.triple(head, tail, named)) is not None:
                yield triple

    def write(self, graph: KnowledgeGraph, path: Path) -> None:
        """Write all nodes with their attributes, then all edges; see ``GraphWriter``.

        Raises:
            MissingDependencyError: If networkx is not installed.
        """
        networkx = _networkx()
        made = networkx.MultiDiGraph()
        for entity, label in enumerate(graph.entities):
            rows = [_row(attribute) for attribute in graph.attributes(entity)]
            made.add_node(label, **({"attribute": rows} if rows else {}))
        for head, relation, tail in graph.triples():
            made.add_edge(head, tail, relation, relation=relation)
        write_lines(path, networkx.generate_gml(made))

    def _graph(self, path: Path, options: ReadOptions) -> Any:
        networkx = _networkx()
        with open_stream(path, options) as packed:
            data = whole(as_utf8(packed, path, options.encoding), path, self.max_size)
        try:
            return networkx.parse_gml(data.decode().split("\n"), label=self.label)
        except RecursionError as error:
            raise GraphFormatError(path, "the GML is nested too deep") from error
        except Exception as error:  # a border: networkx's parser raises whatever it stumbles on
            what = str(error).partition("\n")[0][:200]
            raise GraphFormatError(path, f"expected GML: {what}") from error


def _attributes(made: PropertyGraph, entity: str, said: dict[str, Any]) -> Iterator[Attribute]:
    rest = dict(said)
    rows = rest.pop("attribute", [])
    listed = rows if isinstance(rows, list) else [rows]
    ours = [row for row in listed if _is_ours(row)]
    yield from made.checked(Attribute(entity, *map(str, _fields(row))) for row in ours)
    others = [row for row in listed if not _is_ours(row) and row != "_networkx_list_start"]
    yield from made.attributes(entity, {"attribute": others, **rest})


def _is_ours(row: Any) -> bool:
    return isinstance(row, dict) and {"name", "value"} <= row.keys() <= set(_FIELDS)


def _fields(row: dict[str, Any]) -> list[Any]:
    return [row.get(field, "") for field in _FIELDS]


def _row(attribute: Attribute) -> dict[str, str]:
    fields = zip(_FIELDS, attribute[1:], strict=True)
    return {name: text for name, text in fields if text or name == "value"}


def _networkx() -> Any:
    try:
        return import_module("networkx")  # by name: it has no types to check against
    except ModuleNotFoundError as error:
        raise MissingDependencyError("GML", "km-graph[networkx]") from error


GML = Gml()
