"""Language models: ``local`` (transformers, with an adapter) and ``replay`` (recorded)."""
