"""What surrounds entities: neighbourhoods, induced subgraphs and rankings, a group a question."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Neighborhoods:
    """The entities within k hops of each group of sources, nearest first, then by id.

    Attributes:
        entities: ``(n,) int32``, each once in its group, sources included at distance 0.
        distances: ``(n,) int32`` in hops.
        offsets: ``(n_groups + 1,) int64``.
        truncated: ``(n_groups,) bool``: True where a limit left entities out.
    """

    entities: NDArray[np.int32]
    distances: NDArray[np.int32]
    offsets: NDArray[np.int64]
    truncated: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Subgraphs:
    """The triples of each group.

    Attributes:
        triples: ``(n, 3) int32`` rows head, relation, tail, ascending within a group.
        offsets: ``(n_groups + 1,) int64`` into the rows.
        truncated: ``(n_groups,) bool``: True where a limit left triples out.
    """

    triples: NDArray[np.int32]
    offsets: NDArray[np.int64]
    truncated: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Rankings:
    """The entities of each group by score, highest first, then by id.

    Attributes:
        entities: ``(n,) int32``, each once in its group.
        scores: ``(n,) float64``, above 0; those of a group sum to at most 1.
        offsets: ``(n_groups + 1,) int64``.
    """

    entities: NDArray[np.int32]
    scores: NDArray[np.float64]
    offsets: NDArray[np.int64]
