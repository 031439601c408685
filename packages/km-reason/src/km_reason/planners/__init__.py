"""Planners: which relation paths a question asks for."""
