"""Textualizers: paths in words."""
