"""The metrics that come with km-eval; each is a plugin of the group ``km.metrics``."""
