"""Answers from knowledge graphs, with the paths they rest on.

Planners, reasoners, linkers and language models are plugins; their contracts are in
``km_reason.contracts``. Importing this package imports nothing heavy.
"""
