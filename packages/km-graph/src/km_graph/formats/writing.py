"""What writers of graph files share."""

import logging
from pathlib import Path

from km_graph.graph import KnowledgeGraph

logger = logging.getLogger(__name__)


def leave_attributes_out(graph: KnowledgeGraph, path: Path) -> None:
    """Say that a format of triples alone leaves the attributes of the graph out."""
    if graph.attribute_table is not None and len(graph.attribute_table):
        logger.warning(
            "%s holds triples only: %d attributes are left out; JSON lines and graph folders "
            "keep them",
            path,
            len(graph.attribute_table),
        )
