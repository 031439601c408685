"""The graph tasks of "Talk like a Graph": small graphs put into words, and questions about them.

Fatemi, Halcrow and Perozzi, "Talk like a Graph: Encoding Graphs for Large Language Models",
ICLR 2024.
"""
