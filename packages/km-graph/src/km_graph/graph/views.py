"""How a graph shows itself: two lines of text, and a small table in a notebook.

Both look at a bounded number of edges, so that showing a mapped graph does not read it.
"""

from html import escape
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from km_graph.graph.html_table import html_table
from km_graph.label_text import shown

if TYPE_CHECKING:
    from km_graph.graph import KnowledgeGraph

_EXACT = 2**18
_BLOCKS, _BLOCK = 256, 256
_LONGEST = 40
_SAMPLES = 5


class RelationShares(NamedTuple):
    """The most frequent relations.

    Attributes:
        shares: Label and share of all triples, most first.
        exact: False where they are estimated from a sample.
    """

    shares: tuple[tuple[str, float], ...]
    exact: bool


def relation_shares(graph: "KnowledgeGraph", top: int) -> RelationShares:
    """The most frequent relations, from blocks of edges at equal distances on a large graph."""
    relations = graph.forward.relations
    exact = len(relations) <= _EXACT
    if not exact:
        starts = np.linspace(0, len(relations) - _BLOCK, _BLOCKS).astype(np.int64)
        relations = np.concatenate([relations[at : at + _BLOCK] for at in starts.tolist()])
    counts = np.bincount(relations, minlength=1)
    first = np.argsort(-counts, kind="stable")[:top].tolist()
    shares = [(graph.relations[i], counts[i] / len(relations)) for i in first if counts[i]]
    return RelationShares(tuple(shares), exact)


def graph_text(graph: "KnowledgeGraph") -> str:
    """Counts on one line, the mean degree and most frequent relations on another."""
    text = f"{type(graph).__name__}({', '.join(_counts(graph))})"
    if not graph.n_triples:
        return text
    found = relation_shares(graph, 3)
    about = "" if found.exact else "about "
    names = ", ".join(
        f"{shown(name, _LONGEST)} {about}{_percent(share)}" for name, share in found.shares
    )
    return f"{text}\n  mean degree {_mean_degree(graph):,.1f}, {names}"


def graph_html(graph: "KnowledgeGraph") -> str:
    """Counts, most frequent relations and a few triples, in the colours of the page."""
    parts = [f"<strong>{type(graph).__name__}</strong> · {escape(', '.join(_counts(graph)))}"]
    if graph.n_triples:
        found = relation_shares(graph, 5)
        head = "share" if found.exact else "share, about"
        relations = [[shown(name, _LONGEST), _percent(share)] for name, share in found.shares]
        parts.append(f"mean degree {_mean_degree(graph):,.1f}")
        parts.append(html_table(["most frequent relations", head], relations))
        parts.append(html_table(["head", "relation", "tail"], _sample(graph)))
    return '<div style="font-size:90%;line-height:1.5">' + "<br>".join(parts) + "</div>"


def _sample(graph: "KnowledgeGraph") -> list[list[str]]:
    n = min(_SAMPLES, graph.n_triples)
    edges: NDArray[np.int64] = np.linspace(0, graph.n_triples - 1, n).astype(np.int64)
    heads = np.searchsorted(graph.forward.offsets, edges, side="right") - 1
    columns = (
        graph.entities.labels(heads),
        graph.relations.labels(graph.forward.relations[edges]),
        graph.entities.labels(graph.forward.neighbors[edges]),
    )
    return [[shown(label, _LONGEST) for label in row] for row in zip(*columns, strict=True)]


def _counts(graph: "KnowledgeGraph") -> list[str]:
    table = graph.attribute_table
    counts = [
        _count(graph.n_entities, "entity", "entities"),
        _count(graph.n_relations, "relation", "relations"),
        _count(graph.n_triples, "triple", "triples"),
    ]
    return [*counts, *([_count(len(table), "attribute", "attributes")] if table else [])]


def _count(n: int, one: str, many: str) -> str:
    return f"{n:,} {one if n == 1 else many}"


def _mean_degree(graph: "KnowledgeGraph") -> float:
    return 2 * graph.n_triples / graph.n_entities


def _percent(share: float) -> str:
    return f"{share:.0%}".replace("%", " %") if share >= 0.01 else "< 1 %"
