"""``km graph``: bring graphs in, look at them, write them out."""

from km_graph.cli.lazy import LazyGroup

graph = LazyGroup(
    "graph",
    {
        "import": ("km_graph.steps:IMPORT", "A graph folder from a file."),
        "info": ("km_graph.cli.graph_info:info", "What a graph looks like in numbers."),
        "show": ("km_graph.cli.graph_show:show", "The triples of an entity."),
        "convert": ("km_graph.cli.graph_convert:convert", "A graph in another format."),
        "verify": ("km_graph.cli.graph_verify:verify", "Whether a graph folder is whole."),
        "add": ("km_graph.cli.graph_changes:add", "Add triples to a graph store."),
        "remove": ("km_graph.cli.graph_changes:remove", "Remove triples from a graph store."),
        "history": ("km_graph.cli.graph_history:history", "What happened to a triple or a store."),
        "compact": ("km_graph.cli.graph_store:compact", "Fold a store's commits into its base."),
        "store": ("km_graph.cli.graph_store:store", "Make and look at graphs that change."),
    },
    help="Import, inspect, convert and change knowledge graphs.",
)
