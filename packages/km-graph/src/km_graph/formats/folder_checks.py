"""Whether arrays fit each other, which is seen at once, and make a graph, which takes reading."""

import numpy as np
from numpy.typing import NDArray

from km_graph.errors import InvalidQueryError
from km_graph.formats.safetensors import Arrays
from km_graph.graph import KnowledgeGraph
from km_graph.graph.attributes import AttributeTable
from km_graph.graph.vocabulary import Vocabulary


def sizes_agree(arrays: Arrays) -> bool:
    """Whether the arrays of a graph folder have the lengths that each other's ends say."""
    n_entities = len(arrays["entities.offsets"]) - 1
    n_triples = len(arrays["forward.neighbors"])
    ends: list[tuple[str, int | None, int]] = []
    ends.append(("entities.offsets", n_entities, len(arrays["entities.blob"])))
    ends.append(("relations.offsets", None, len(arrays["relations.blob"])))
    ends += [(f"{way}.offsets", n_entities, n_triples) for way in ("forward", "backward")]
    columns = ["forward.relations", "backward.relations", "backward.neighbors"]
    if not all(len(arrays[name]) == n_triples for name in columns):
        return False
    if "attributes.offsets" in arrays:
        n = len(arrays["attributes.names"])
        ends.append(("attributes.offsets", n_entities, n))
        ends.append(("attributes.starts", n, len(arrays["attributes.blob"])))
        ends.append(("words.offsets", None, len(arrays["words.blob"])))
        if not len(arrays["attributes.languages"]) == len(arrays["attributes.datatypes"]) == n:
            return False
    return all(_spans(arrays[name], rows, total) for name, rows, total in ends)


def _spans(offsets: NDArray[np.integer], rows: int | None, total: int) -> bool:
    if not len(offsets) or (rows is not None and len(offsets) != rows + 1):
        return False
    return bool(offsets[0] == 0 and offsets[-1] == total)


def makes_a_graph(graph: KnowledgeGraph) -> bool:
    """Whether arrays that fit each other hold what a graph holds, in the order it has it."""
    table = graph.attribute_table
    everywhere = [graph.entities.offsets, graph.relations.offsets]
    everywhere += [graph.forward.offsets, graph.backward.offsets]
    if table is not None:
        everywhere += [table.offsets, table.starts, table.words.offsets]
    if any((np.diff(offsets) < 0).any() for offsets in everywhere):
        return False
    try:
        return (
            _ascends(graph.entities)
            and _ascends(graph.relations)
            and _is_adjacency(graph)
            and (table is None or _is_table(table))
        )
    except (UnicodeDecodeError, InvalidQueryError):
        return False


def _ascends(vocabulary: Vocabulary) -> bool:
    previous: str | None = None
    for label in vocabulary:
        if previous is not None and label <= previous:
            return False
        previous = label
    return True


def _is_adjacency(graph: KnowledgeGraph) -> bool:
    again = KnowledgeGraph.from_ids(graph.triple_ids(), graph.entities, graph.relations)
    return again.forward.equals(graph.forward) and again.backward.equals(graph.backward)


def _is_table(table: AttributeTable) -> bool:
    coded = (table.names, table.languages, table.datatypes)
    limit = len(table.words)
    if not _ascends(table.words) or any((c < 0).any() or (c >= limit).any() for c in coded):
        return False
    entities = np.repeat(np.arange(len(table.offsets) - 1), np.diff(table.offsets))
    # Of the first column in which two rows differ, the sign; 0 where all columns are the same.
    sign = np.zeros(max(len(table) - 1, 0), np.int64)
    for column in (entities, *coded):
        sign = np.where(sign == 0, np.sign(np.diff(column)), sign)
    values = Vocabulary(table.blob, table.starts)
    ties = np.flatnonzero(sign == 0).tolist()
    decoded = all(isinstance(value, str) for value in values)  # raises where one is no UTF-8
    return decoded and not (sign < 0).any() and all(values[i] < values[i + 1] for i in ties)
