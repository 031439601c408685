"""The commands of ``km eval`` that are no pipeline steps."""
