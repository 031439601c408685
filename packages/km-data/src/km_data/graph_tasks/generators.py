"""Random graphs of the seven kinds of the paper, with its sizes and parameters.

Sizes are drawn as in the published code: small (5 to 9 nodes), medium (10 to 14) or large (15 to
19), each as likely.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations

from km_data.graph_tasks.draws import Draws
from km_data.graph_tasks.small_graph import SmallGraph

Edge = tuple[int, int]

SMALLEST, LARGEST = 5, 19
_SIZES = (5, 10, 15)  # the smallest of each class of five sizes
_MOST_COMMUNITIES = {5: 3, 10: 7, 15: 9}

# How often a scale-free graph links a new node to an old one, old ones to each other, an old one
# to a new one; and how much a node without links weighs in each draw. Bollobás et al., 2003, with
# the values of networkx, which the paper uses.
_ALPHA, _BETA, _DELTA_IN = 0.41, 0.54, 0.2


def generate(generator: str, draws: Draws) -> SmallGraph:
    """A graph of one of ``GENERATORS``."""
    smallest = draws.choice(_SIZES)
    return GENERATORS[generator](smallest + draws.below(5), draws)


def erdos_renyi(n: int, draws: Draws) -> SmallGraph:
    """Every edge with one probability, itself drawn."""
    sparsity = draws.uniform()
    return SmallGraph.of(n, _each_with(n, draws, lambda _low, _high: sparsity))


def barabasi_albert(n: int, draws: Draws) -> SmallGraph:
    """Each new node is linked to ``m`` older ones, those with many edges more likely."""
    m = draws.between(1, n - 1)
    edges: list[Edge] = [(0, node) for node in range(1, m + 1)]
    ends = [node for edge in edges for node in edge]
    for new in range(m + 1, n):
        targets: set[int] = set()
        while len(targets) < m:
            targets.add(draws.choice(ends))
        edges += [(old, new) for old in sorted(targets)]
        ends += [*sorted(targets), *[new] * m]
    return SmallGraph.of(n, edges)


def stochastic_block_model(n: int, draws: Draws) -> SmallGraph:
    """Communities with a probability of edges for each two of them."""
    most = _MOST_COMMUNITIES[n - n % 5]
    sizes = _community_sizes(n, draws.between(2, most), draws)
    community = [i for i, size in enumerate(sizes) for _ in range(size)]
    chances = [[draws.uniform() for _ in sizes] for _ in sizes]
    of_two = max if draws.uniform() < 0.5 else min

    def chance(low: int, high: int) -> float:
        a, b = community[low], community[high]
        return of_two(chances[a][b], chances[b][a])

    return SmallGraph.of(n, _each_with(n, draws, chance))


def scale_free(n: int, draws: Draws) -> SmallGraph:
    """Directed preferential attachment, grown to ``n`` nodes, its directions then left out."""
    edges: list[Edge] = [(0, 1), (1, 2), (2, 0)]
    size = 3
    while size < n:
        kind = draws.uniform()
        source = size if kind < _ALPHA else _preferred(edges, 0, size, draws, 0.0)
        target = size if kind >= _ALPHA + _BETA else _preferred(edges, 1, size, draws, _DELTA_IN)
        size = max(size, source + 1, target + 1)
        edges.append((source, target))
    return SmallGraph.of(n, edges)


def star(n: int, draws: Draws) -> SmallGraph:  # noqa: ARG001  (nothing to draw)
    """Node 0 linked to every other."""
    return SmallGraph.of(n, ((0, node) for node in range(1, n)))


def path(n: int, draws: Draws) -> SmallGraph:  # noqa: ARG001  (nothing to draw)
    """Each node linked to the next."""
    return SmallGraph.of(n, ((node, node + 1) for node in range(n - 1)))


def complete(n: int, draws: Draws) -> SmallGraph:  # noqa: ARG001  (nothing to draw)
    """Every two nodes linked."""
    return SmallGraph.of(n, combinations(range(n), 2))


def _each_with(n: int, draws: Draws, chance: Callable[[int, int], float]) -> Iterator[Edge]:
    return (edge for edge in combinations(range(n), 2) if draws.uniform() < chance(*edge))


def _community_sizes(n: int, communities: int, draws: Draws) -> list[int]:
    sizes: list[int] = []
    for _ in range(communities - 1):
        room = n - sum(sizes) - (communities - 1)
        sizes.append(draws.between(1, max(1, room)))
    return [*sizes, n - sum(sizes)]


def _preferred(edges: list[Edge], end: int, size: int, draws: Draws, bonus: float) -> int:
    """A node, as likely as it is an end of edges, each node with a bonus on top."""
    place = draws.uniform() * (len(edges) + bonus * size)
    if place < len(edges):
        return edges[int(place)][end]
    return min(int((place - len(edges)) / bonus), size - 1)


GENERATORS: Mapping[str, Callable[[int, Draws], SmallGraph]] = {
    "er": erdos_renyi,
    "ba": barabasi_albert,
    "sbm": stochastic_block_model,
    "sfn": scale_free,
    "complete": complete,
    "star": star,
    "path": path,
}
"""By the names the published code gives them."""
