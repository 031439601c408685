"""Hypothesis strategies of small graphs, plain and changed, and of groups of their entities."""

import numpy as np
from hypothesis import strategies as st

from km_graph.graph import KnowledgeGraph
from km_graph.graph.changed_graph import ChangedGraph, Delta
from km_graph.graph.csr import Csr
from km_graph.paths import Groups
from km_graph.testing.small_graphs import small_graph

Triple = tuple[int, int, int]


@st.composite
def graphs(draw: st.DrawFn) -> KnowledgeGraph:
    """Multigraphs with self-loops, parallel and inverse edges, empty and disconnected ones."""
    n, n_relations = draw(st.integers(0, 7)), draw(st.integers(1, 3))
    if n == 0:
        return small_graph([], n_entities=0, n_relations=0)
    return small_graph(draw(_triples(n, n_relations)), n_entities=n, n_relations=n_relations)


@st.composite
def changed_graphs(draw: st.DrawFn) -> ChangedGraph:
    """Graphs of which some entities have changed, some of them only in name, and some are new."""
    base = draw(graphs())
    n = base.n_entities + draw(st.integers(0, 2))
    n_relations = base.n_relations + draw(st.integers(0, 1))
    kept = [t for t in map(tuple, base.triple_ids().tolist()) if draw(st.integers(0, 3))]
    fresh = draw(_triples(n, n_relations, max_size=4)) if n and n_relations else []
    target = small_graph([*kept, *fresh], n_entities=n, n_relations=n_relations)
    touched = draw(st.sets(st.integers(0, n - 1))) if n else set()
    return ChangedGraph(
        base,
        target.entities,
        target.relations,
        _delta(base.forward, target.forward, touched),
        _delta(base.backward, target.backward, touched),
    )


def groups_of(
    graph: KnowledgeGraph, n_groups: int, *, empty: bool = True
) -> st.SearchStrategy[Groups]:
    """So many lists of entities, repeats among them."""
    if not graph.n_entities:
        return st.just(Groups.of([[]] * n_groups))
    entity = st.integers(0, graph.n_entities - 1)
    group = st.lists(entity, min_size=0 if empty else 1, max_size=3)
    return st.lists(group, min_size=n_groups, max_size=n_groups).map(Groups.of)


def _triples(n: int, n_relations: int, max_size: int = 16) -> st.SearchStrategy[list[Triple]]:
    entity, relation = st.integers(0, n - 1), st.integers(0, n_relations - 1)
    return st.lists(st.tuples(entity, relation, entity), max_size=max_size)


def _delta(before: Csr, after: Csr, touched: set[int]) -> Delta:
    changed = sorted(
        touched | {e for e in range(len(after.offsets) - 1) if _differs(before, after, e)}
    )
    slices = [after.edges(entity) for entity in changed]
    relations = Groups.of(after.relations[at].tolist() for at in slices)
    neighbors = Groups.of(after.neighbors[at].tolist() for at in slices)
    edges = Csr(relations.offsets, relations.values, neighbors.values)
    return Delta(np.array(changed, np.int32), edges)


def _differs(before: Csr, after: Csr, entity: int) -> bool:
    if entity >= len(before.offsets) - 1:
        return True
    old, new = before.edges(entity), after.edges(entity)
    return not (
        np.array_equal(before.relations[old], after.relations[new])
        and np.array_equal(before.neighbors[old], after.neighbors[new])
    )
