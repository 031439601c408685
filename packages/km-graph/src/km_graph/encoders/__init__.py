"""The encoders that come with km-graph; see ``km_graph.encoding`` for their contract."""
