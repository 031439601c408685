"""Configuration files: YAML checked against pydantic models, all problems told at once."""

from km_graph.config.document import Document, read_document
from km_graph.config.loading import load_yaml, validated

__all__ = ["Document", "load_yaml", "read_document", "validated"]
