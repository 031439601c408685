"""The graph tasks of the paper: what is asked of a graph, and the right answer."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from km_data.graph_tasks import algorithms
from km_data.graph_tasks.draws import Draws
from km_data.graph_tasks.small_graph import SmallGraph

AnswerKind = Literal["yes-no", "number", "nodes"]
"""What an answer is: yes or no, a whole number, a list of nodes."""

NO_NODES = "No nodes"
"""The answer to a question for nodes where there are none."""

NO_PATH = "There is no path"
"""The answer to a question for the length of a path where there is none."""


class Asked(NamedTuple):
    """A question about a graph.

    Attributes:
        text: The question, without the graph.
        answers: The right ones; a list of nodes in ascending order.
        nodes: The nodes it is about.
        facts: What the question needs to be said of the graph beside its encoding, as lines.
    """

    text: str
    answers: tuple[str, ...]
    nodes: tuple[int, ...] = ()
    facts: str = ""


class GraphTask(NamedTuple):
    """One kind of question.

    Attributes:
        kind: Of its answers.
        ask: Graph, names of nodes and draws to a question.
    """

    kind: AnswerKind
    ask: Callable[[SmallGraph, Sequence[str], Draws], Asked]


def edge_existence(graph: SmallGraph, names: Sequence[str], draws: Draws) -> Asked:
    """Whether two nodes are neighbours."""
    a, b = draws.sample(range(graph.n_nodes), 2)
    text = f"Is node {names[a]} connected to node {names[b]}?"
    return Asked(text, _yes_or_no(b in graph.neighbors[a]), (a, b))


def node_count(graph: SmallGraph, names: Sequence[str], draws: Draws) -> Asked:  # noqa: ARG001
    """The number of nodes."""
    return Asked("How many nodes are in this graph?", (str(graph.n_nodes),))


def edge_count(graph: SmallGraph, names: Sequence[str], draws: Draws) -> Asked:  # noqa: ARG001
    """The number of edges."""
    return Asked("How many edges are in this graph?", (str(len(graph.edges)),))


def node_degree(graph: SmallGraph, names: Sequence[str], draws: Draws) -> Asked:
    """The number of neighbours of a node."""
    node = draws.below(graph.n_nodes)
    degree = str(len(graph.neighbors[node]))
    return Asked(f"What is the degree of node {names[node]}?", (degree,), (node,))


def connected_nodes(graph: SmallGraph, names: Sequence[str], draws: Draws) -> Asked:
    """The neighbours of a node."""
    node = draws.below(graph.n_nodes)
    text = f"List all the nodes connected to {names[node]} in alphabetical order."
    return Asked(text, _listed(graph.neighbors[node], names), (node,))


def disconnected_nodes(graph: SmallGraph, names: Sequence[str], draws: Draws) -> Asked:
    """The nodes that are no neighbours of a node."""
    node = draws.below(graph.n_nodes)
    text = f"List all the nodes that are not connected to {names[node]} in alphabetical order."
    others = set(range(graph.n_nodes)) - {node, *graph.neighbors[node]}
    return Asked(text, _listed(others, names), (node,))


def reachability(graph: SmallGraph, names: Sequence[str], draws: Draws) -> Asked:
    """Whether there is a path from one node to another."""
    a, b = draws.sample(range(graph.n_nodes), 2)
    text = f"Is there a path from node {names[a]} to node {names[b]}?"
    return Asked(text, _yes_or_no(b in algorithms.distances(graph, a)), (a, b))


def cycle_check(graph: SmallGraph, names: Sequence[str], draws: Draws) -> Asked:  # noqa: ARG001
    """Whether there is a cycle."""
    return Asked("Is there a cycle in this graph?", _yes_or_no(algorithms.has_cycle(graph)))


def shortest_path(graph: SmallGraph, names: Sequence[str], draws: Draws) -> Asked:
    """The number of edges of a shortest path between two nodes."""
    a, b = draws.sample(range(graph.n_nodes), 2)
    text = f"What is the length of the shortest path from node {names[a]} to node {names[b]}?"
    length = algorithms.distances(graph, a).get(b)
    return Asked(text, (NO_PATH if length is None else str(length),), (a, b))


def triangle_counting(graph: SmallGraph, names: Sequence[str], draws: Draws) -> Asked:  # noqa: ARG001
    """The number of triangles."""
    return Asked("How many triangles are in this graph?", (str(algorithms.triangles(graph)),))


def maximum_flow(graph: SmallGraph, names: Sequence[str], draws: Draws) -> Asked:
    """How much can flow from one node to another, with capacities of 1 to 10.

    The published encoders leave the capacities out, so that nobody could know the answer; here
    they are stated.
    """
    a, b = draws.sample(range(graph.n_nodes), 2)
    capacities = {edge: draws.between(1, 10) for edge in graph.edges}
    text = f"What is the maximum capacity of the flow from node {names[a]} to node {names[b]}?"
    facts = "".join(
        f"The edge between node {names[low]} and node {names[high]} has capacity {size}.\n"
        for (low, high), size in capacities.items()
    )
    flow = algorithms.maximum_flow(graph, capacities, a, b)
    return Asked(text, (str(flow),), (a, b), facts)


def _yes_or_no(said: bool) -> tuple[str, ...]:
    return ("Yes" if said else "No",)


def _listed(nodes: Iterable[int], names: Sequence[str]) -> tuple[str, ...]:
    listed = [names[node] for node in nodes]
    by_number = all(name.isdigit() for name in listed)
    return tuple(sorted(listed, key=int if by_number else None)) or (NO_NODES,)


TASKS: Mapping[str, GraphTask] = {
    "edge_existence": GraphTask("yes-no", edge_existence),
    "node_count": GraphTask("number", node_count),
    "edge_count": GraphTask("number", edge_count),
    "node_degree": GraphTask("number", node_degree),
    "connected_nodes": GraphTask("nodes", connected_nodes),
    "disconnected_nodes": GraphTask("nodes", disconnected_nodes),
    "reachability": GraphTask("yes-no", reachability),
    "cycle_check": GraphTask("yes-no", cycle_check),
    "shortest_path": GraphTask("number", shortest_path),
    "triangle_counting": GraphTask("number", triangle_counting),
    "maximum_flow": GraphTask("number", maximum_flow),
}
"""By the names the published code gives them."""
