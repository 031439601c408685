"""``km walk``: walks and paths on a graph."""

from km_graph.cli.lazy import LazyGroup

walk = LazyGroup(
    "walk",
    {
        "random": ("km_graph.cli.walk_random:random", "Seeded random walks."),
        "paths": ("km_graph.cli.walk_paths:paths", "Shortest or simple paths between entities."),
        "follow": ("km_graph.cli.walk_paths:follow", "Where a relation path leads."),
        "neighborhood": (
            "km_graph.cli.walk_around:neighborhood",
            "The entities within some hops.",
        ),
        "rank": ("km_graph.cli.walk_around:rank", "The entities nearest to some, by PageRank."),
    },
    help="Walk a graph and find paths in it.",
)
