"""Graph-constrained decoding: a model writes paths, and only such as the graph has.

After GCR (Luo et al., "Graph-constrained Reasoning", ICML 2025), without its leak: there a dead
end opens the whole vocabulary, here it does not exist, because every state leads to a whole path.
"""
