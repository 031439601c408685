"""``km walk``: walks and paths on a graph."""

from km_graph.cli.lazy import LazyGroup

walk = LazyGroup(
    "walk",
    {
        "random": ("km_graph.cli.walk_random:random", "Seeded random walks."),
        "paths": ("km_graph.cli.walk_paths:paths", "Shortest or simple paths between entities."),
        "follow": ("km_graph.cli.walk_paths:follow", "Where a relation path leads."),
        "neighborhood": (
            "km_graph.cli.walk_random:neighborhood",
            "The entities within some hops.",
        ),
    },
    help="Walk a graph and find paths in it.",
)
