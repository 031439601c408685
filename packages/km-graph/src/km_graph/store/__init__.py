"""A graph that changes: durable commits on a mapped graph, seen as one graph by every walker."""

from typing import TYPE_CHECKING

from km_graph.lazy_names import lazy_names

if TYPE_CHECKING:
    from km_graph.store.changes import Batch
    from km_graph.store.graph_store import GraphStore, open_store
    from km_graph.store.history import Change
    from km_graph.store.layout import is_graph_store
    from km_graph.store.snapshot import Snapshot

__all__ = ["Batch", "Change", "GraphStore", "Snapshot", "is_graph_store", "open_store"]

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        "Batch": "changes",
        "Change": "history",
        "GraphStore": "graph_store",
        "Snapshot": "snapshot",
        "is_graph_store": "layout",
        "open_store": "graph_store",
    },
)
