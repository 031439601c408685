"""A graph in words: the eleven graph encoders of the paper, in the words of its published code.

The sentences are those of google-research/talk-like-a-graph (Google LLC, Apache License 2.0); the
code is our own. They are to the letter, quirks included, because they change what models answer:
the second full stop that ``coauthorship`` ends in, the arrow of ``expert`` for an undirected edge.
``expert`` names nodes by letters, as the code published with the paper did. ``nx_edge`` calls every
edge "linked", which is what the published code means to say of edges without a type.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from km_data.graph_tasks.small_graph import SmallGraph

Names = Sequence[str]


def encode(encoder: str, graph: SmallGraph, names: Names) -> str:
    """A graph in the words of one of ``ENCODERS``; ends in a line break."""
    return ENCODERS[encoder](graph, names)


def adjacency(graph: SmallGraph, names: Names) -> str:
    """Pairs of nodes."""
    said = (
        "In an undirected graph, (i,j) means that node i and node j are connected with an "
        f"undirected edge. G describes a graph among nodes {_all(graph, names)}.\n"
    )
    said += "The edges in G are: " if graph.edges else ""
    said += "".join(f"({a}, {b}) " for a, b in _named(graph, names))
    return said.strip() + ".\n"


def nx_edge(graph: SmallGraph, names: Names) -> str:
    """Node, kind of edge, node."""
    said = (
        "In an undirected graph, (s,p,o) means that node s and node o are connected with an "
        f"undirected edge of type p. G describes a graph among nodes {_all(graph, names)}.\n"
    )
    said += "The edges in G are: " if graph.edges else ""
    said += "".join(f"({a}, linked, {b}) " for a, b in _named(graph, names))
    return said.strip() + ".\n"


def incident(graph: SmallGraph, names: Names) -> str:
    """Each node with its neighbours."""
    said = f"G describes a graph among nodes {_all(graph, names)}.\n"
    said += "In this graph:\n" if graph.edges else ""
    for node, neighbors in enumerate(graph.neighbors):
        if neighbors:
            word = "nodes" if len(neighbors) > 1 else "node"
            listed = ", ".join(names[neighbor] for neighbor in neighbors)
            said += f"Node {names[node]} is connected to {word} {listed}.\n"
    return said


def friendship(graph: SmallGraph, names: Names) -> str:
    """Friends."""
    said = f"G describes a friendship graph among nodes {_all(graph, names)}.\n"
    said += "We have the following edges in G:\n" if graph.edges else ""
    return said + "".join(f"{a} and {b} are friends.\n" for a, b in _named(graph, names))


def social_network(graph: SmallGraph, names: Names) -> str:
    """People who are connected."""
    said = f"G describes a social network graph among nodes {_all(graph, names)}.\n"
    said += "We have the following edges in G:\n" if graph.edges else ""
    return said + "".join(f"{a} and {b} are connected.\n" for a, b in _named(graph, names))


def coauthorship(graph: SmallGraph, names: Names) -> str:
    """Authors who wrote a paper together."""
    said = f"G describes a coauthorship graph among nodes {_all(graph, names)}.\n"
    said += "In this coauthorship graph:\n" if graph.edges else ""
    said += "".join(f"{a} and {b} wrote a paper together.\n" for a, b in _named(graph, names))
    return said.strip() + ".\n"


def expert(graph: SmallGraph, names: Names) -> str:
    """Arrows, for somebody told to be a graph analyst."""
    said = (
        "You are a graph analyst and you have been given a graph G among nodes "
        f"{_all(graph, names)}.\n"
    )
    said += "G has the following undirected edges:\n" if graph.edges else ""
    return said + "".join(f"{a} -> {b}\n" for a, b in _named(graph, names))


def _all(graph: SmallGraph, names: Names) -> str:
    *first, last = names[: graph.n_nodes]
    return "".join(f"{name}, " for name in first) + f"and {last}"


def _named(graph: SmallGraph, names: Names) -> Iterator[tuple[str, str]]:
    return ((names[low], names[high]) for low, high in graph.edges)


ENCODERS: Mapping[str, Callable[[SmallGraph, Names], str]] = {
    "adjacency": adjacency,
    "incident": incident,
    "friendship": friendship,
    "south_park": friendship,
    "got": friendship,
    "politician": social_network,
    "social_network": social_network,
    "expert": expert,
    "coauthorship": coauthorship,
    "random": adjacency,
    "nx_edge": nx_edge,
}
"""By the names the paper gives them."""
