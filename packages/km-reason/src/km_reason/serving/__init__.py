"""Questions answered over HTTP, and a page to ask them on: ``km serve``."""
