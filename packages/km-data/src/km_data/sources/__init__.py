"""Question sources: what question files look like, by name."""
