"""How sure one can be of a mean, of a difference, and of a system's own confidence."""
