"""The native walker behind networkx: ``nx.all_shortest_paths(G, a, b, backend="km")``.

networkx finds ``backend`` and ``info`` through their entry points.
"""
