"""Linkers: the entities a question is about."""
