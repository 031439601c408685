"""Knowledge graphs from and to networkx graphs."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from km_graph.errors import GraphFormatError, MissingDependencyError
from km_graph.formats.properties import attributes_of, properties
from km_graph.graph import KnowledgeGraph
from km_graph.graph.attributes import Attribute, AttributeTable
from km_graph.graph.vocabulary import Vocabulary

try:
    _networkx: Any = import_module("networkx")  # by name: networkx has no types to check against
except ModuleNotFoundError as error:
    raise MissingDependencyError("the networkx bridge", "km-graph[networkx]") from error

_WHERE = "networkx graph"


def to_networkx(graph: KnowledgeGraph) -> Any:
    """A ``networkx.MultiDiGraph`` of all entities and triples.

    An edge has its relation both as its key and as its attribute ``relation``, so that the
    parallel edges between two entities stay apart. The attributes of an entity are those of its
    node: ``label@zh`` is the label in Chinese, several values of one name are a list.

    Example:
        >>> graph = KnowledgeGraph.from_triples([("Paris", "capital_of", "France")])
        >>> to_networkx(graph).edges(keys=True)
        OutMultiEdgeView([('Paris', 'France', 'capital_of')])
    """
    nx = _networkx.MultiDiGraph()
    nx.add_nodes_from(
        (label, properties(graph.attributes(entity))) for entity, label in enumerate(graph.entities)
    )
    nx.add_edges_from(
        (head, tail, relation, {"relation": relation}) for head, relation, tail in graph.triples()
    )
    return nx


def from_networkx(
    nx: Any, *, relation: str = "relation", default: str | None = None
) -> KnowledgeGraph:
    """The graph of a networkx graph of any kind; nodes without an edge are kept.

    An edge becomes one triple from its first node to its second, which in an undirected graph is
    the order that networkx lists them in. What a node has is an attribute of its entity; what
    an edge has besides its relation is left out.

    Args:
        nx: A ``Graph``, ``DiGraph``, ``MultiGraph`` or ``MultiDiGraph`` whose nodes are strings.
        relation: The edge attribute that holds the relation; where an edge lacks it, its key is
            the relation if that is a string.
        default: The relation of edges that have neither.

    Raises:
        GraphFormatError: If a node or relation is not a string, or an edge has no relation.
    """
    triples = list(_triples(nx, relation, default))
    entities = Vocabulary.of(map(_label, nx.nodes), kind="entity")
    relations = Vocabulary.of((name for _, name, _ in triples), kind="relation")
    rows = [
        entities.ids(head for head, _, _ in triples),
        relations.ids(name for _, name, _ in triples),
        entities.ids(tail for _, _, tail in triples),
    ]
    table = AttributeTable.of(_attributes(nx), entities)
    return KnowledgeGraph.from_ids(list(zip(*rows, strict=True)), entities, relations, table)


def _attributes(nx: Any) -> Iterator[Attribute]:
    for node, said in nx.nodes(data=True):
        yield from attributes_of(node, said)


def _triples(nx: Any, relation: str, default: str | None) -> Iterator[tuple[str, str, str]]:
    keyed = nx.edges(keys=True, data=relation) if nx.is_multigraph() else None
    edges = nx.edges(data=relation) if keyed is None else keyed
    for head, tail, *key, found in edges:
        named = key[0] if found is None and key and isinstance(key[0], str) else found
        stated = default if named is None else named
        if stated is None:
            raise GraphFormatError(
                _WHERE,
                f"the edge {head!r} to {tail!r} has no attribute {relation!r}",
                hint="pass relation= with the name of the attribute, or default= for such edges",
            )
        yield _label(head), _label(stated), _label(tail)


def _label(value: object) -> str:
    if not isinstance(value, str):
        raise GraphFormatError(
            _WHERE,
            f"expected labels that are strings, found {value!r}",
            hint="networkx.relabel_nodes(graph, str) makes them so",
        )
    return value
