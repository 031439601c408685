"""Questions that are nearly the same, by MinHash (Broder, 1997) and banding.

Each text is the set of its runs of five characters. Of every set the least of 64 hash values is
kept for each of 64 hash functions; two texts are compared where four such values in a row agree,
and count as near duplicates where the sets overlap by 0.8 or more (Jaccard).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

_RUN = 5
_BANDS, _ROWS = 16, 4
_ALIKE = 0.8
_COMPARED = 16

_random = np.random.default_rng(20)
_FACTORS = _random.integers(1, 1 << 61, _BANDS * _ROWS, dtype=np.uint64) | np.uint64(1)
_SHIFTS = _random.integers(0, 1 << 61, _BANDS * _ROWS, dtype=np.uint64)


def near_duplicates(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of texts that are nearly or wholly the same; each text with the next such one.

    Example:
        >>> near_duplicates(["who directed the film Heat?", "who is he", "Who directed film Heat?"])
        []
        >>> near_duplicates(["who directed the film Heat?", "Who directed the film Heat"])
        [(0, 1)]
    """
    runs = [_runs(text) for text in texts]
    buckets: dict[tuple[int, bytes], list[int]] = defaultdict(list)
    found: dict[int, int] = {}
    for index, signature in enumerate(map(_signature, runs)):
        for key in _bands(signature):
            for other in buckets[key][-_COMPARED:]:
                if other not in found and _overlap(runs[other], runs[index]) >= _ALIKE:
                    found[other] = index
            buckets[key].append(index)
    return sorted(found.items())


def groups_of(pairs: Iterable[tuple[int, int]]) -> int:
    """How many groups of near duplicates pairs make; each text leads to the next one of its group.

    Example:
        >>> groups_of([(0, 1), (1, 5), (2, 3)])
        2
    """
    following = dict(pairs)
    return len(set(following) - set(following.values()))


def _runs(text: str) -> frozenset[int]:
    said = " ".join(text.casefold().split())
    return frozenset(
        crc32(said[i : i + _RUN].encode(errors="replace"))
        for i in range(max(len(said) - _RUN + 1, 1))
    )


def _signature(runs: frozenset[int]) -> NDArray[np.uint64]:
    hashes = np.fromiter(runs, np.uint64, len(runs))
    mixed = hashes[:, None] * _FACTORS + _SHIFTS  # modulo 2**64, which is meant
    signature: NDArray[np.uint64] = (mixed >> np.uint64(20)).min(axis=0)
    return signature


def _bands(signature: NDArray[np.uint64]) -> Iterator[tuple[int, bytes]]:
    raw, width = signature.tobytes(), _ROWS * 8
    edges = range(0, len(raw) + 1, width)
    yield from ((band, raw[a:b]) for band, (a, b) in enumerate(pairwise(edges)))


def _overlap(a: frozenset[int], b: frozenset[int]) -> float:
    return len(a & b) / len(a | b)
