"""The graph: labels numbered once, triples as arrays, attributes, and changes over them."""

from km_graph.graph.knowledge_graph import KnowledgeGraph, Triple

__all__ = ["KnowledgeGraph", "Triple"]
