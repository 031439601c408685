"""The world as a knowledge graph, and questions about it: small, real, and always there."""
