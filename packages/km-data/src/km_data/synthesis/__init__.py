"""Questions made from nothing but a graph, with answers that following their path gives."""
