"""``km graph``: bring graphs in, look at them, write them out."""

from km_graph.cli.lazy import LazyGroup

graph = LazyGroup(
    "graph",
    {
        "import": ("km_graph.steps:IMPORT", "A graph folder from a file."),
        "info": ("km_graph.cli.graph_info:info", "What a graph looks like in numbers."),
        "show": ("km_graph.cli.graph_show:show", "The triples of an entity."),
        "convert": ("km_graph.cli.graph_convert:convert", "A graph in another format."),
        "verify": ("km_graph.cli.graph_convert:verify", "Whether a graph folder is whole."),
    },
    help="Import, inspect and convert knowledge graphs.",
)
