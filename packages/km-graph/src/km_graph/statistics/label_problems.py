"""Labels that are likely to make trouble: in prompts, in text formats, to people."""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from km_graph.graph.vocabulary import Vocabulary

_LONG = 1000
_EXAMPLES = 3
_BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


class LabelProblem(NamedTuple):
    """One kind of trouble in a vocabulary.

    Attributes:
        kind: ``"entity"`` or ``"relation"``.
        problem: What is wrong.
        labels: How many labels have it.
        examples: The first few.
    """

    kind: str
    problem: str
    labels: int
    examples: tuple[str, ...]


def label_problems(vocabulary: Vocabulary) -> list[LabelProblem]:
    """What is wrong with labels, by kind of problem; O(labels) time, eight bytes a label.

    Example:
        >>> [(p.problem, p.examples) for p in label_problems(Vocabulary.of(["a ", "b"]))]
        [('leading or trailing space', ('a ',))]
    """
    hashes = np.empty(len(vocabulary), np.int64)
    suspects = []
    for i, label in enumerate(vocabulary):
        hashes[i] = hash(_folded(label))
        if not label.isprintable() or label[:1] in ("", " ") or label[-1] == " ":
            suspects.append(label)
    found = [(name, [s for s in suspects if wrong(s)]) for name, wrong in _CHECKS]
    long = np.flatnonzero(np.diff(vocabulary.offsets) > _LONG)
    found.append((f"over {_LONG:,} bytes", vocabulary.labels(long)))
    found.append(("alike but for case or Unicode form", _alike(vocabulary, hashes)))
    return [
        LabelProblem(vocabulary.kind, problem, len(labels), tuple(labels[:_EXAMPLES]))
        for problem, labels in found
        if labels
    ]


def _alike(vocabulary: Vocabulary, hashes: NDArray[np.int64]) -> list[str]:
    order = np.argsort(hashes, kind="stable")
    same = np.zeros(len(order) + 1, bool)
    same[1:-1] = hashes[order[1:]] == hashes[order[:-1]]
    groups: dict[str, list[str]] = defaultdict(list)
    for label in vocabulary.labels(np.sort(order[same[1:] | same[:-1]])):
        groups[_folded(label)].append(label)
    return [label for group in groups.values() if len(group) > 1 for label in group]


def _folded(label: str) -> str:
    composed = label if label.isascii() else unicodedata.normalize("NFC", label)
    return composed.casefold()


def _has(characters: Iterable[str]) -> Callable[[str], bool]:
    wanted = frozenset(characters)
    return lambda label: not wanted.isdisjoint(label)


def _is_invisible(label: str) -> bool:
    return all(unicodedata.category(character)[0] in "ZC" for character in label)


def _has_control(label: str) -> bool:
    return any(unicodedata.category(character) == "Cc" for character in label)


_CHECKS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("empty or invisible", _is_invisible),
    ("leading or trailing space", lambda label: label != label.strip()),
    ("line break", _has(_BREAKS)),
    ("control character", _has_control),
    ("bidirectional control", _has(_BIDI)),
)
