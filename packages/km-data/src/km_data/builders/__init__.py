"""Example builders: questions and paths to training rows."""
