"""The scoring rules of published systems; each is a plugin of the group ``km.profiles``."""
