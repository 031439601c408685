"""Columns of triples in Arrow data: for each row, a list of lists of three texts.

``to_pylist`` would make some thousand lists and three times as many new texts for each row; here a
label that comes often in a batch is one text.
"""

from importlib import import_module
from itertools import islice
from typing import Any

_pa: Any = import_module("pyarrow")  # by name: it has no types to check against
_pc: Any = import_module("pyarrow.compute")


def triples_of(column: Any) -> list[list[tuple[str, str, str]]] | None:
    """The triples of each row of a column that was validated.

    None if it is no column of triples, or holds a null or a list of another length.
    """
    if not _is_nested(column.type) or column.null_count:
        return None
    lists = column.flatten()
    labels = lists.flatten()
    if lists.null_count or labels.null_count or not _all_three(lists):
        return None
    encoded = labels.dictionary_encode()
    words = encoded.dictionary.to_pylist()
    named = map(words.__getitem__, encoded.indices.to_pylist())
    triples = zip(named, named, named, strict=True)
    return [list(islice(triples, n)) for n in _pc.list_value_length(column).to_pylist()]


def _is_nested(kind: Any) -> bool:
    types = _pa.types
    for _ in range(2):
        if not (types.is_list(kind) or types.is_large_list(kind)):
            return False
        kind = kind.value_type
    return bool(types.is_string(kind) or types.is_large_string(kind))


def _all_three(lists: Any) -> bool:
    return all(n == 3 for n in _pc.unique(_pc.list_value_length(lists)).to_pylist())
