"""Forms of example files: our own, and those that training tools read."""
