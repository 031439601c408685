"""The labels spelt nearly like one that is not there, without comparing it with all of them."""

from typing import TYPE_CHECKING

import numpy as np

from km_graph.errors import nearest

if TYPE_CHECKING:
    from km_graph.graph.vocabulary import Vocabulary

_COMPARED = 2000
_AROUND = 200


def near_labels(labels: "Vocabulary", label: str) -> tuple[str, ...]:
    """Up to three labels spelt nearly like this one."""
    if len(labels) <= _COMPARED:
        return nearest(label, labels)
    # Spelling distance to every label is slow on large graphs: compare with those alike in
    # their first letters and length, which is where misspelt names are found.
    alike: set[str] = set()
    for start in {case(label[:1]) for case in (str.lower, str.upper, str.casefold)}:
        alike.update(_alike(labels, start + label[1:]))
    return nearest(label, sorted(alike))


def _alike(labels: "Vocabulary", label: str) -> list[str]:
    """Labels beside this one, and those with as many first letters in common as leave few."""
    wanted = _utf8(label)
    place = labels.position(wanted)
    ids = np.arange(max(place - _AROUND, 0), min(place + _AROUND, len(labels)))
    for common in range(1, len(label) + 1):
        low, high = _starting_with(labels, label[:common])
        lengths = np.diff(labels.offsets[low : high + 1])
        alike = low + np.flatnonzero(abs(lengths - len(wanted)) <= 3)
        if len(alike) <= _COMPARED:
            return labels.labels(np.union1d(ids, alike))
    return labels.labels(ids)


def _starting_with(labels: "Vocabulary", start: str) -> tuple[int, int]:
    first = _utf8(start)
    after = first + b"\xff"  # no UTF-8 text has this byte
    return labels.position(first), labels.position(after)


def _utf8(label: str) -> bytes:
    return label.encode(errors="replace")
