"""Predictions of anyone: the row formats of published systems, read as cases."""
