"""The reference walker: the contracts of walking in plain Python, which is their specification.

One module for each method, written to be read. Other walkers return the same paths in the same
order; ``km_graph.testing.WalkerContract`` holds them to it.
"""

from km_graph.reference.walker import ReferenceWalker

__all__ = ["ReferenceWalker"]
