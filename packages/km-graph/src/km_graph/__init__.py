"""Knowledge graphs in arrays, the contracts of walking them, and the ``km`` command.

The names below are imported when first used, so that ``km --help`` needs neither numpy nor a model.
"""

from typing import TYPE_CHECKING

from km_graph.lazy_names import lazy_names

if TYPE_CHECKING:
    from km_graph.errors import KmError
    from km_graph.graph import KnowledgeGraph, Triple
    from km_graph.graph.attributes import Attribute
    from km_graph.graph.vocabulary import Vocabulary
    from km_graph.opening import open_graph, save_graph
    from km_graph.paths import Groups, Path, PathBatch
    from km_graph.relation_path import Hop, RelationPath
    from km_graph.walkers import PathFinder, RandomWalker, Walker, load_walker

__all__ = [
    "Attribute",
    "Groups",
    "Hop",
    "KmError",
    "KnowledgeGraph",
    "Path",
    "PathBatch",
    "PathFinder",
    "RandomWalker",
    "RelationPath",
    "Triple",
    "Vocabulary",
    "Walker",
    "load_walker",
    "open_graph",
    "save_graph",
]

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        "Attribute": "graph.attributes",
        "Groups": "paths",
        "Hop": "relation_path",
        "KmError": "errors",
        "KnowledgeGraph": "graph",
        "Path": "paths",
        "PathBatch": "paths",
        "PathFinder": "walkers",
        "RandomWalker": "walkers",
        "RelationPath": "relation_path",
        "Triple": "graph",
        "Vocabulary": "graph.vocabulary",
        "Walker": "walkers",
        "load_walker": "walkers",
        "open_graph": "opening",
        "save_graph": "opening",
    },
)
