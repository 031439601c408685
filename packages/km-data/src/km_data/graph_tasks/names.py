"""What nodes are called: the name lists of the paper, its first twenty of each.

The lists are those of google-research/talk-like-a-graph (Google LLC, Apache License 2.0). A graph
of the paper has at most 19 nodes.
"""

from collections.abc import Mapping

from km_data.graph_tasks.draws import Draws
from km_data.graph_tasks.generators import LARGEST

INTEGERS = tuple(map(str, range(20)))
POPULAR = (
    "James", "Robert", "John", "Michael", "David", "Mary", "Patricia", "Jennifer", "Linda",
    "Elizabeth", "William", "Richard", "Joseph", "Thomas", "Christopher", "Barbara", "Susan",
    "Jessica", "Sarah", "Karen",
)  # fmt: skip
SOUTH_PARK = (
    "Eric", "Kenny", "Kyle", "Stan", "Tolkien", "Heidi", "Bebe", "Liane", "Sharon", "Linda",
    "Gerald", "Veronica", "Michael", "Jimbo", "Herbert", "Malcolm", "Gary", "Steve", "Chris",
    "Wendy",
)  # fmt: skip
GAME_OF_THRONES = (
    "Ned", "Cat", "Daenerys", "Jon", "Bran", "Sansa", "Arya", "Cersei", "Jaime", "Petyr", "Robert",
    "Jorah", "Viserys", "Joffrey", "Maester", "Theon", "Rodrik", "Lysa", "Stannis", "Osha",
)  # fmt: skip
POLITICIANS = (
    "Barack", "Jimmy", "Arnold", "Bernie", "Bill", "Kamala", "Hillary", "Elizabeth", "John", "Ben",
    "Joe", "Alexandria", "George", "Nancy", "Pete", "Madeleine", "Elijah", "Gabrielle", "Al",
)  # fmt: skip
LETTERS = tuple("ABCDEFGHIJKLMNOPQRST")

NAMES: Mapping[str, tuple[str, ...]] = {
    "adjacency": INTEGERS,
    "incident": INTEGERS,
    "nx_edge": INTEGERS,
    "friendship": POPULAR,
    "social_network": POPULAR,
    "coauthorship": POPULAR,
    "south_park": SOUTH_PARK,
    "got": GAME_OF_THRONES,
    "politician": POLITICIANS,
    "expert": LETTERS,
}
"""Graph encoder to the names of its nodes; ``random`` draws them."""


def node_names(encoder: str, draws: Draws) -> tuple[str, ...]:
    """The names of nodes 0, 1, 2 … for a graph encoder."""
    if encoder == "random":
        names: dict[str, None] = {}
        while len(names) <= LARGEST:
            names[str(draws.below(1_000_001))] = None
        return tuple(names)
    return NAMES[encoder]
