"""What networkx shows of this backend in its documentation; read whenever networkx is imported."""

FUNCTIONS = {
    "all_pairs_shortest_path_length": "Searches many sources at once, on all cores.",
    "all_shortest_paths": "In networkx's order; without weights.",
    "all_simple_paths": "In networkx's order; with a cutoff of at most 6.",
    "has_path": "As networkx.",
    "shortest_path_length": "Without weights.",
    "single_source_shortest_path_length": "Nearest first, then in the order of the nodes of G.",
    "single_target_shortest_path_length": "Nearest first, then in the order of the nodes of G.",
}


def get_info() -> dict[str, object]:
    """The description that networkx asks for."""
    return {
        "backend_name": "km",
        "project": "km-walk-native",
        "package": "km_walk_native",
        "short_summary": "Paths and distances in C++, without weights.",
        "functions": {name: {"additional_docs": note} for name, note in FUNCTIONS.items()},
    }
